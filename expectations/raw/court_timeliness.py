"""What raw.court_timeliness promises: each court, area and period once."""

from expectations import expect

suite = expect.warning(
    expect.column_values_to_be_between(
        "median_offence_to_completion_days",
        max_value=3000,
        notes="Eight years: a shifted column is likely.",
    )
)
