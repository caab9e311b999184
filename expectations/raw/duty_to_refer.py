"""What raw.duty_to_refer promises: each district once a quarter, each stage within the one before."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.duty_to_refer",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each district stands once a quarter",
            unexpected_rows_query="""
select quarter_start_date, district_code, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="referral_count",
            column_B="accepted_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="referral_count",
            column_B="accommodated_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="nothing is before the duty began",
            unexpected_rows_query="""
select * from {batch} where quarter_start_date < date '2018-10-01'
""",
            severity="critical",
        ),
    ],
)
