"""What core.crime_recording_audit promises: a part of a sample."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("inspection_date", "crime_group"),
        expect.no_rows(
            "no more crimes are recorded than were reported",
            "select * from {batch} where recorded_count > audited_count",
        ),
        expect.no_rows(
            "each group stands once an inspection",
            """
select force_code, inspection_date, crime_group from {batch}
where force_code is not null group by all having count(*) > 1
""",
        ),
    ),
    *expect.warning(
        expect.column_values_to_not_be_null(
            "force_code", notes="A name that is no known force: add its spelling to the reference."
        )
    ),
]
