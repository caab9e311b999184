"""What core.grant_payment promises: each payment once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.grant_payment",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="payment_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="award_id", severity="critical"),
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
        gxe.ExpectColumnValuesToNotBeNull(
            column="area_code",
            severity="warning",
            notes="A payment of an award that is not in the register: ask finance for the award.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no award has had more paid back than was paid",
            unexpected_rows_query="""
select award_id, sum(amount_gbp) as amount_gbp from {batch} group by award_id
having sum(amount_gbp) < 0
""",
            severity="warning",
            notes="A payment is missing from the ledger, or a repayment stands twice: ask finance.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no award is paid more than was awarded to it",
            unexpected_rows_query="""
select paid.award_id, paid.amount_gbp, award.amount_awarded
from (select award_id, sum(amount_gbp) as amount_gbp from {batch} group by award_id) as paid
join core.grant_award as award using (award_id)
where paid.amount_gbp > award.amount_awarded and award.currency = 'GBP'
""",
            severity="warning",
            notes="The award may have been raised and not entered: ask commissioning.",
        ),
    ],
)
