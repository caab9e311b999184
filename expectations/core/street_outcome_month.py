"""What core.street_outcome_month promises: one row for each area of a month, its kinds no more than all."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.street_outcome_month",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a month",
            unexpected_rows_query="""
select month_start_date, area_code, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no kind of outcome is given more often than all outcomes together",
            unexpected_rows_query="""
select * from {batch}
where charged_count > positive_count or positive_count > outcome_count or charged_count < 0
""",
            severity="critical",
        ),
    ],
)
