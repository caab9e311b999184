"""What raw.crown_court_trajectory promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_trajectory",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="quarter_end", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every quarter end is the last day of a quarter",
            unexpected_rows_query="""
select quarter_end from {batch}
where quarter_end <> last_day(quarter_end) or month(quarter_end) % 3 <> 0
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="open_cases", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="receipts", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="disposals", min_value=0, severity="critical"),
    ],
)
