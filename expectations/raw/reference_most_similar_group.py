"""What raw.reference_most_similar_group promises: codes of forces, and the year of the list."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_most_similar_group",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="group_force_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="edition", regex=r"^(19|20)\d\d$", severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="edition", severity="critical"),
    ],
)
