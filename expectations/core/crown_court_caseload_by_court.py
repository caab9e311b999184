"""What core.crown_court_caseload_by_court promises: each court once a quarter end."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "each region name, court name, quarter end date stands once",
            "region_name, court_name, quarter_end_date",
        ),
        expect.column_values_to_not_be_null("quarter_end_date"),
        expect.column_values_to_be_between("open_count", min_value=0),
    ),
    *expect.warning(
        expect.no_rows(
            "the courts add up to England and Wales",
            "select distinct source_file from {batch} where not is_reconciled",
            notes="Without it the quarter end is the latest delivered, not a proved one.",
        )
    ),
]
