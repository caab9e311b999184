"""What core.crown_court_timeliness promises: each average once, and never negative."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.crown_court_timeliness",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="no two rows share quarter end, region, measure and average",
            unexpected_rows_query="""
select quarter_end_date, region_name, measure, average from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="value", min_value=0, severity="critical"),
    ],
)
