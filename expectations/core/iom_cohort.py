"""What core.iom_cohort promises: each definition once a quarter, reoffenders within the cohort."""

from expectations import expect
from expectations.shared import quarter_starts

suite = [
    *expect.critical(
        expect.no_repeats(
            "each definition stands once a quarter and area",
            "area_code, quarter_start_date, definition_version",
        ),
        expect.column_pair_values_a_to_be_greater_than_b(
            "cohort_count", "reoffended_count", or_equal=True
        ),
        expect.column_values_to_match_regex("area_code", regex=r"^[A-Z]\d{8}$"),
        quarter_starts(),
    ),
    *expect.warning(
        expect.no_rows(
            "the newest definition covers the newest quarter",
            """
select area_code from {batch} group by area_code
having max(quarter_start_date)
    <> max(quarter_start_date) filter (is_newest_definition)
""",
            notes="The latest quarter was counted by an older definition.",
        )
    ),
]
