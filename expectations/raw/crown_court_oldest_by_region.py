"""What raw.crown_court_oldest_by_region promises: each row once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.crown_court_oldest_by_region",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each quarter end, region, geo level stands once",
            unexpected_rows_query="""
select quarter_end, region, geo_level, count(*) as row_count
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
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="valid_cases",
            column_B="open_one_year_plus",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
    ],
)
