"""What core.iom_cohort promises: each definition once a quarter, reoffenders within the cohort."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.iom_cohort",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each definition stands once a quarter and area",
            unexpected_rows_query="""
select area_code, quarter_start_date, definition_version, count(*) as row_count
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
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins on the first day of one",
            unexpected_rows_query="""
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the newest definition covers the newest quarter",
            unexpected_rows_query="""
select area_code from {batch} group by area_code
having max(quarter_start_date)
    <> max(quarter_start_date) filter (is_newest_definition)
""",
            severity="warning",
            notes="The latest quarter was counted by an older definition.",
        ),
    ],
)
