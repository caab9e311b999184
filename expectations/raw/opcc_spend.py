"""What raw.opcc_spend promises: every payment has a date and an amount."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.opcc_spend",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="payment_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="net_amount", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="supplier_name",
            severity="warning",
            notes="A supplier without a name is taken as redacted.",
        ),
    ],
)
