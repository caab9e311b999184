"""What raw.probation_region promises: each region once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.probation_region",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="region_code", severity="critical"),
        gxe.ExpectColumnValuesToBeUnique(column="region_name", severity="critical"),
    ],
)
