"""What core.breath_test promises: one row for each force and month."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.breath_test",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="test_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force's month stands once",
            unexpected_rows_query="""
select force_code, month_start_date, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select distinct force_code from {batch} where force_code = 'X99000000'
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no part of the tests is below nought",
            unexpected_rows_query="""
select force_code, month_start_date, negative_count from {batch}
where negative_count < 0 or positive_count < 0
""",
            severity="warning",
            notes="More positive tests than tests: the publisher's own numbers disagree.",
        ),
    ],
)
