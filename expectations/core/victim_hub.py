"""What core.victim_hub promises to the figures by quarter and partnership."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "csp_code", "quarter_start_date", "needs_assessment_count"
        ),
        expect.column_values_to_match_regex("csp_code", regex=r"^[EWX]\d{8}$"),
        expect.no_repeats(
            "no two rows are of the same csp code, quarter start date and force code",
            "csp_code, quarter_start_date, force_code",
        ),
        expect.column_values_to_be_between("needs_assessment_count", min_value=0),
    ),
    *expect.warning(
        expect.no_rows(
            "every quarter has every partnership that the quarter before had",
            """
select csp_code, quarter_start_date from (
    select *, lead(quarter_start_date) over (
        partition by csp_code order by quarter_start_date
    ) as next_start_date
    from {batch}
) where next_start_date > quarter_start_date + interval 3 month
""",
            notes="A quarter without the partnership is missing, not nought: ask for it.",
        )
    ),
]
