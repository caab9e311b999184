"""What core.grant_payment promises: each payment once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("payment_id", "award_id", "amount_gbp"),
        expect.no_repeats("no two rows are of the same payment identifier", "payment_id"),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "area_code",
            notes="A payment of an award that is not in the register: ask finance for the award.",
        ),
        expect.no_rows(
            "no award has had more paid back than was paid",
            """
select award_id, sum(amount_gbp) as amount_gbp from {batch} group by award_id
having sum(amount_gbp) < 0
""",
            notes="A payment is missing from the ledger, or a repayment stands twice: ask finance.",
        ),
        expect.no_rows(
            "no award is paid more than was awarded to it",
            """
select paid.award_id, paid.amount_gbp, award.amount_awarded
from (select award_id, sum(amount_gbp) as amount_gbp from {batch} group by award_id) as paid
join core.grant_award as award using (award_id)
where paid.amount_gbp > award.amount_awarded and award.currency = 'GBP'
""",
            notes="The award may have been raised and not entered: ask commissioning.",
        ),
    ),
]
