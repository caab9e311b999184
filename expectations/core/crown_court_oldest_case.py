"""What core.crown_court_oldest_case promises: each part once, no more old cases than cases."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crown_court_oldest_case",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each quarter end date, breakdown, part stands once",
            unexpected_rows_query="""
select quarter_end_date, breakdown, part, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="open_of_known_age_count",
            column_B="open_one_year_plus_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
    ],
)
