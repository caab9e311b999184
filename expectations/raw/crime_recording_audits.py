"""What raw.crime_recording_audits promises: no more recorded than was reported."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "no more crimes are recorded than were reported",
            "select * from {batch} where recorded_count > audited_count",
        )
    ),
    *expect.warning(
        expect.no_rows(
            "the printed rate is that of the counts, within its margin",
            """
select * from {batch}
where abs(recording_rate_percent - 100.0 * recorded_count / nullif(audited_count, 0))
    > coalesce(margin_points, 1)
""",
            notes="The inspectorate weights its sample; a large difference is a slip of copying.",
        )
    ),
]
