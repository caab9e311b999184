"""What core.mental_health_treatment_requirement promises: each court and sex once a quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.mental_health_treatment_requirement",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each court and sex stand once a quarter",
            unexpected_rows_query="""
select source, area_code, court_name, sex, quarter_start_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ended_count",
            column_B="completed_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="made_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="source", value_set=["local return", "national statistics"], severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins on the first day of one",
            unexpected_rows_query="""
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
    ],
)
