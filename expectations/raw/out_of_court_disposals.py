"""What raw.out_of_court_disposals promises: counts of disposals of a kind, an area and a year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.out_of_court_disposals",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="disposal_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="disposal_type", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="year", min_value=1990, max_value=2100, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a year comes either in quarters or whole",
            unexpected_rows_query="""
select year from {batch} group by year
having count(quarter) not in (0, count(*))
""",
            severity="warning",
            notes="Where both came the quarters are used.",
        ),
    ],
)
