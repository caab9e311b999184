"""What raw.rehabilitative_services promises: each lot of a provider once a quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.rehabilitative_services",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each lot of a provider stands once a quarter and unit",
            unexpected_rows_query="""
select quarter_start_date, area_code, delivery_unit, lot_code, provider_code, count(*) as
row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="referral_count",
            column_B="start_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="start_count",
            column_B="completion_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="start_count",
            column_B="outcome_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
    ],
)
