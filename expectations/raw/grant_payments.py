"""What raw.grant_payments promises: each payment once, of an award, on a day."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_between(
        "amount_gbp", min_value=0, notes="A negative payment is a repayment: ask finance."
    ),
    expect.no_rows(
        "no two payments of an award are alike",
        """
select award_id, payment_date, amount_gbp from {batch} group by all having count(*) > 1
""",
        notes="The same payment may have been entered twice: ask finance.",
    ),
)
