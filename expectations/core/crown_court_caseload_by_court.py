"""What core.crown_court_caseload_by_court promises: each court once a quarter end."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crown_court_caseload_by_court",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each region name, court name, quarter end date stands once",
            unexpected_rows_query="""
select region_name, court_name, quarter_end_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_end_date", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="open_count", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="the courts add up to England and Wales",
            unexpected_rows_query="""
select distinct source_file from {batch} where not is_reconciled
""",
            severity="warning",
            notes="Without it the quarter end is the latest delivered, not a proved one.",
        ),
    ],
)
