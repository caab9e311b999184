"""What core.grant_return promises: each award once a period, evidence only where received."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("award_id", "period_start_date"),
        expect.no_repeats(
            "no two rows are of the same award identifier and period start date",
            "award_id, period_start_date",
        ),
        expect.no_rows(
            "no money is evidenced where no evidence was received",
            "select * from {batch} where not is_evidence_received and evidenced_amount_gbp > 0",
        ),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "area_code",
            notes="A return of an award that is not in the register: ask the recipient which award it is.",
        )
    ),
]
