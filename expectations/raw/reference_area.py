"""What raw.reference_area promises: each area once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_type", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
    ],
)
