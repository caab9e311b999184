"""What raw.crime_recording_audits promises: no more recorded than was reported."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crime_recording_audits",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="inspection_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="audited_count", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="recorded_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same force name, inspection date and crime group",
            unexpected_rows_query="""
select force_name, inspection_date, crime_group, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no more crimes are recorded than were reported",
            unexpected_rows_query="""
select * from {batch} where recorded_count > audited_count
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the printed rate is that of the counts, within its margin",
            unexpected_rows_query="""
select * from {batch}
where abs(recording_rate_percent - 100.0 * recorded_count / nullif(audited_count, 0))
    > coalesce(margin_points, 1)
""",
            severity="warning",
            notes="The inspectorate weights its sample; a large difference is a slip of copying.",
        ),
    ],
)
