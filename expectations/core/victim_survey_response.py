"""What core.victim_survey_response promises: answers that agree, and no reference of a person."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("force_code", "quarter_start_date"),
        expect.column_values_to_match_regex("force_code", regex=r"^[EW]\d{8}$"),
        expect.no_rows(
            "who is satisfied gave a valid answer, and who did that answered",
            """
select * from {batch} where is_satisfied and not is_valid or is_valid and not has_answered
""",
        ),
        expect.table_columns_to_match_set(
            "force_code",
            "quarter_start_date",
            "quarter_end_date",
            "is_domestic_abuse",
            "has_answered",
            "is_valid",
            "is_satisfied",
            "source_file",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "at least a tenth of those asked answered",
            """
select quarter_start_date from {batch}
group by quarter_start_date having avg(has_answered::integer) < 0.1
""",
            notes="So few answers may not speak for all victims.",
        )
    ),
]
