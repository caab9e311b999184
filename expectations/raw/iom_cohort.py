"""What raw.iom_cohort promises: each definition once a quarter, reoffenders within."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.iom_cohort",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each definition stands once a quarter and area",
            unexpected_rows_query="""
select quarter_start_date, area_code, definition_version, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="cohort_count",
            column_B="reoffended_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="reoffended_count",
            column_B="proven_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
    ],
)
