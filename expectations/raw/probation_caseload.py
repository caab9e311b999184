"""What raw.probation_caseload promises: each area, supervision and sex once a day."""

from expectations import expect

suite = [
    *expect.critical(
        expect.table_row_count_to_be_between(min_value=1),
        expect.no_repeats(
            "each figure stands once", "probation_area, supervision_type, sex, caseload_date"
        ),
        expect.column_values_to_be_between("person_count", min_value=0),
        expect.column_values_to_not_be_null("caseload_date"),
    ),
    *expect.warning(
        expect.no_rows(
            "the caseload is of the last day of a quarter",
            """
select distinct caseload_date from {batch}
where caseload_date <> last_day(caseload_date) or month(caseload_date) % 3 <> 0
""",
            notes="Day and month may have changed places.",
        )
    ),
]
