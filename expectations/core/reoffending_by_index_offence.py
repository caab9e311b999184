"""What core.reoffending_by_index_offence promises: percentages, each once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.reoffending_by_index_offence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each cohort end date, offender group, index offence stands once",
            unexpected_rows_query="""
select cohort_end_date, offender_group, index_offence, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="reoffending_percent", min_value=0, max_value=100, severity="critical"
        ),
    ],
)
