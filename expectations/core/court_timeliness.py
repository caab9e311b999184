"""What core.court_timeliness promises: each area and kind of court once a period."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.court_timeliness",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area and kind of court stand once a period",
            unexpected_rows_query="""
select area_code, court_type, period_type, period_start_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="median_offence_to_completion_days", min_value=0, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every area name is known",
            unexpected_rows_query="""
select distinct area_code from {batch} where area_code = 'X99000000'
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the mean is not below half of the median",
            unexpected_rows_query="""
select area_code, period_start_date from {batch}
where 2 * mean_offence_to_completion_days < median_offence_to_completion_days
""",
            severity="warning",
            notes="Means lie above medians of waiting times: columns may have changed places.",
        ),
    ],
)
