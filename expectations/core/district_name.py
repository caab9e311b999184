"""What core.district_name promises: a name stands for one district."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.district_name",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="district_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="district_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="district_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
    ],
)
