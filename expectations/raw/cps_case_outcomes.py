"""What raw.cps_case_outcomes promises: whole months, each area once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.cps_case_outcomes",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="file_period", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each file period, area name stands once",
            unexpected_rows_query="""
select file_period, area_name, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="motoring offences of the areas add up to National",
            unexpected_rows_query="""
select file_period from {batch} group by file_period
having count(*) filter (area_name = 'National') = 1
    and sum(motoring_offences_convictions) <> 2 * max(motoring_offences_convictions)
        filter (area_name = 'National')
""",
            severity="critical",
            notes="The other categories are held to the same identity in core.prosecution_outcome.",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every month has 42 areas",
            unexpected_rows_query="""
select file_period from {batch} group by file_period
having count(*) filter (area_name <> 'National') <> 42
""",
            severity="warning",
            notes="There are 42 prosecution areas: the two London forces are one.",
        ),
    ],
)
