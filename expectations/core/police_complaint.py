"""What core.police_complaint promises: each force once a period."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("period_start_date", "period_end_date"),
        expect.no_rows(
            "each force stands once a period",
            """
select area_code, period_end_date from {batch}
where area_code is not null group by all having count(*) > 1
""",
        ),
        expect.column_values_to_be_between("complaint_count", min_value=0),
        expect.column_values_to_be_between("employee_count", min_value=1),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "area_code", notes="A name that is no known force: add its spelling to the reference."
        )
    ),
]
