"""What raw.court_timeliness promises: each court, area and period once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.table_row_count_to_be_between(min_value=1),
        expect.no_repeats(
            "each row of the table stands once",
            "year, period, court_type, national, region, lcjb_area, court_name",
        ),
        expect.column_values_to_be_between(
            "median_offence_to_completion_days",
            "mean_offence_to_completion_days",
            "defendant_count",
            min_value=0,
        ),
    ),
    *expect.warning(
        expect.column_values_to_be_between(
            "median_offence_to_completion_days",
            max_value=3000,
            notes="Eight years: a shifted column is likely.",
        )
    ),
]
