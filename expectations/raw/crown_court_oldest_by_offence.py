"""What raw.crown_court_oldest_by_offence promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_oldest_by_offence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each quarter end, offence stands once",
            unexpected_rows_query="""
select quarter_end, offence, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter end is the last day of a quarter",
            unexpected_rows_query="""
select quarter_end from {batch}
where quarter_end <> last_day(quarter_end) or month(quarter_end) % 3 <> 0
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="open_one_year_plus", min_value=0, severity="critical"
        ),
    ],
)
