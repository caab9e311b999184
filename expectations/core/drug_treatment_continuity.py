"""What core.drug_treatment_continuity promises: each area once a period, engaged within released."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.drug_treatment_continuity",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a period",
            unexpected_rows_query="""
select area_code, period_start_date, period_type, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="released_count",
            column_B="engaged_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_percent", min_value=0, max_value=100, severity="critical"
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="upper_limit_percent",
            column_B="lower_limit_percent",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
    ],
)
