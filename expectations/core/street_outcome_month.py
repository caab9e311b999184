"""What core.street_outcome_month promises: one row for each area of a month, its kinds no more than all."""

from expectations import expect

suite = expect.critical(
    expect.no_repeats("each area stands once a month", "month_start_date, area_code"),
    expect.column_values_to_not_be_null("area_code"),
    expect.no_rows(
        "no kind of outcome is given more often than all outcomes together",
        """
select * from {batch}
where charged_count > positive_count or positive_count > outcome_count or charged_count < 0
""",
    ),
)
