"""Beside the standard promises of a metric: whole quarters."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "every period is a quarter",
        """
select period_start_date, period_end_date from {batch}
where period_end_date <> last_day((period_start_date + to_months(2))::date)
""",
    )
)
