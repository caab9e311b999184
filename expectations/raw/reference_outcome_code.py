"""What raw.reference_outcome_code promises: each Home Office outcome code once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_outcome_code",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="outcome_code", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="outcome_code", regex=r"^\d{1,2}A?$", severity="critical"
        ),
    ],
)
