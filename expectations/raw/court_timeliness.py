"""What raw.court_timeliness promises: each court, area and period once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.court_timeliness",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each row of the table stands once",
            unexpected_rows_query="""
select year, period, court_type, national, region, lcjb_area, court_name, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="median_offence_to_completion_days", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="mean_offence_to_completion_days", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="defendant_count", min_value=0, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="median_offence_to_completion_days",
            max_value=3000,
            notes="Eight years: a shifted column is likely.",
            severity="warning",
        ),
    ],
)
