"""What raw.grant_payments promises: each payment once, of an award, on a day."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.grant_payments",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="payment_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="award_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="payment_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="amount_gbp", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same payment identifier",
            unexpected_rows_query="""
select payment_id, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="amount_gbp",
            min_value=0,
            severity="warning",
            notes="A negative payment is a repayment: ask finance.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two payments of an award are alike",
            unexpected_rows_query="""
select award_id, payment_date, amount_gbp from {batch} group by all having count(*) > 1
""",
            severity="warning",
            notes="The same payment may have been entered twice: ask finance.",
        ),
    ],
)
