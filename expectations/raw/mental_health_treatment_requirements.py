"""What raw.mental_health_treatment_requirements promises: each court and sex once a quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.mental_health_treatment_requirements",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each court and sex stand once a quarter",
            unexpected_rows_query="""
select quarter_start_date, court_name, sex, count(*) as row_count
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
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a court makes no more requirements than people were found suitable",
            unexpected_rows_query="""
select * from {batch} where made_count > assessed_suitable_count
""",
            severity="warning",
            notes="An assessment may be of the quarter before.",
        ),
    ],
)
