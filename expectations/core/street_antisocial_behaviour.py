"""What core.street_antisocial_behaviour promises: one row for each area of a month, none below nought."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.street_antisocial_behaviour",
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
        gxe.ExpectColumnValuesToBeBetween(
            column="incident_count", min_value=0, severity="critical"
        ),
    ],
)
