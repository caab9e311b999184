"""What core.crime_recording_audit promises: a part of a sample."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crime_recording_audit",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="inspection_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="crime_group", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no more crimes are recorded than were reported",
            unexpected_rows_query="""
select * from {batch} where recorded_count > audited_count
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="each group stands once an inspection",
            unexpected_rows_query="""
select force_code, inspection_date, crime_group from {batch}
where force_code is not null group by all having count(*) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="force_code",
            severity="warning",
            notes="A name that is no known force: add its spelling to the reference.",
        ),
    ],
)
