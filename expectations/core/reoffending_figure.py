"""What core.reoffending_figure promises to the measures of proven reoffending."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.reoffending_figure",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each figure of a cohort, group and area stands once",
            unexpected_rows_query="""
select figure, area_code, measure, offender_group, sentence, period_type, cohort_start_date,
count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="reoffenders are within offenders, and each has a reoffence at the least",
            unexpected_rows_query="""
select * from {batch}
where (figure = 'rate' and part_count > whole_count)
    or (figure = 'frequency' and part_count < whole_count)
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a figure that cannot be given says why",
            unexpected_rows_query="""
select * from {batch}
where (part_count is null or whole_count is null or whole_count = 0) <> (state is not null)
    or (state is null) <> (reason is null)
""",
            severity="critical",
        ),
    ],
)
