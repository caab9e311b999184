"""What raw.police_complaints promises: each force once a period, with the people it employs."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_complaints",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same force name, period and source file",
            unexpected_rows_query="""
select force_name, period, source_file, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="employees are people, at least a hundred",
            unexpected_rows_query="""
select * from {batch} where employee_count < 100
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a force logs fewer complaints than it has employees",
            unexpected_rows_query="""
select * from {batch} where complaint_count > employee_count and not regexp_matches(period, '(?i)q')
""",
            severity="warning",
            notes="Columns may have been exchanged: ask the force.",
        ),
    ],
)
