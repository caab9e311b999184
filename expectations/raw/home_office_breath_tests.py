"""What raw.home_office_breath_tests promises: a force, a month and a result."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.home_office_breath_tests",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="test_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="month_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="result", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="test_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force's month has each result once",
            unexpected_rows_query="""
select test_year, force_name, month_name, result, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="positive and negative tests add up to the tests",
            unexpected_rows_query="""
select test_year, force_name, month_name from {batch}
group by test_year, force_name, month_name
having count(result_count) = 2 and sum(result_count) <> max(test_count)
""",
            severity="warning",
            notes="The publisher's own numbers disagree: ask the Home Office.",
        ),
    ],
)
