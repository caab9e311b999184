"""What raw.probation_caseload promises: each area, supervision and sex once a day."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.probation_caseload",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each figure stands once",
            unexpected_rows_query="""
select probation_area, supervision_type, sex, caseload_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="person_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="caseload_date", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the caseload is of the last day of a quarter",
            unexpected_rows_query="""
select distinct caseload_date from {batch}
where caseload_date <> last_day(caseload_date) or month(caseload_date) % 3 <> 0
""",
            severity="warning",
            notes="Day and month may have changed places.",
        ),
    ],
)
