"""What raw.reference_outcome_type promises: each published name of an outcome once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_outcome_type",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="outcome_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_name", severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="kind", value_set=["police", "court", "status"], severity="critical"
        ),
    ],
)
