"""What raw.employment_after_release promises: parts that add up to the releases."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.employment_after_release",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a period and time after release",
            unexpected_rows_query="""
select period, region, delivery_unit, time_after_release, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the statuses add up to the releases",
            unexpected_rows_query="""
select * from {batch}
where employed_count + not_employed_count + unknown_count <> release_count
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="release_count", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no status is unknown for half of the releases or more",
            unexpected_rows_query="""
select period, region, delivery_unit, time_after_release from {batch}
where 2 * unknown_count >= release_count and release_count > 0
""",
            severity="warning",
            notes="A rate of those whose status is known says little of the rest.",
        ),
    ],
)
