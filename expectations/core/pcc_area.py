"""What core.pcc_area promises: each police area once, in a region."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.pcc_area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="pcc_area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="region_code", severity="critical"),
    ],
)
