"""What raw.crown_court_by_court promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_by_court",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each region, court stands once",
            unexpected_rows_query="""
select region, court, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="open_latest", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="open_year_ago", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="change is the difference of the two dates",
            unexpected_rows_query="""
select court from {batch} where change <> open_latest - open_year_ago
""",
            severity="warning",
        ),
    ],
)
