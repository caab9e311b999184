"""What core.trial_share promises to the measures of effective trials."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.trial_share",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each part of an area's trials stands once a quarter",
            unexpected_rows_query="""
select court_type, area_code, part, quarter_start_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="effective, cracked and ineffective add up to the trials listed",
            unexpected_rows_query="""
select court_type, area_code, quarter_start_date from {batch}
group by all having sum(trial_count) filter (part is not null) <> max(listed_count)
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="trial_count", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
    ],
)
