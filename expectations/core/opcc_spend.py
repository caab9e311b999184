"""What core.opcc_spend promises: every payment has a day, an amount and a financial year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.opcc_spend",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="body_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="payment_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="net_amount_gbp", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="financial_year", regex=r"^\d{4}/\d\d$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a number of a payment comes from one file",
            unexpected_rows_query="""
select body_name, transaction_number, payment_date from {batch}
where transaction_number is not null group by all having count(distinct source_file) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no payment is of more than ten million pounds",
            unexpected_rows_query="""
select * from {batch} where abs(net_amount_gbp) > 10000000
""",
            severity="warning",
            notes="Pence may have been read as pounds: look at the file.",
        ),
    ],
)
