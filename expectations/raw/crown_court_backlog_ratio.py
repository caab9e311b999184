"""What raw.crown_court_backlog_ratio promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_backlog_ratio",
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
        gxe.ExpectColumnValuesToBeBetween(
            column="annual_disposals", min_value=0, severity="critical"
        ),
    ],
)
