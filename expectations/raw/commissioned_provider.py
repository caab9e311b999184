"""What raw.commissioned_provider promises: each provider once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.commissioned_provider",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="provider_code", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeUnique(
            column="provider_name",
            severity="warning",
            notes="Two codes for one name may be one organisation.",
        ),
    ],
)
