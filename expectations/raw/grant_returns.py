"""What raw.grant_returns promises: each award once a period, evidence only where it was received."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "no money is evidenced where no evidence was received",
        "select * from {batch} where not is_evidence_received and evidenced_amount_gbp > 0",
    ),
    expect.no_rows(
        "a period ends after it begins",
        "select * from {batch} where period_end_date <= period_start_date",
    ),
)
