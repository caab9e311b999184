"""What raw.grant_returns promises: each award once a period, evidence only where it was received."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("award_id", "period_start_date", "period_end_date"),
    expect.no_repeats(
        "no two rows are of the same award identifier and period start date",
        "award_id, period_start_date",
    ),
    expect.no_rows(
        "no money is evidenced where no evidence was received",
        "select * from {batch} where not is_evidence_received and evidenced_amount_gbp > 0",
    ),
    expect.no_rows(
        "a period ends after it begins",
        "select * from {batch} where period_end_date <= period_start_date",
    ),
)
