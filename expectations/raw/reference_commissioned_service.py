"""What raw.reference_commissioned_service promises: each service has one name."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_commissioned_service",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="service_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="service_name", severity="critical"),
    ],
)
