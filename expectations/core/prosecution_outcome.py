"""What core.prosecution_outcome promises to the conviction rates."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.prosecution_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area code, month start date, offence category stands once",
            unexpected_rows_query="""
select area_code, month_start_date, offence_category, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="month_start_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every month begins on its first day",
            unexpected_rows_query="""
select month_start_date from {batch} where day(month_start_date) <> 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="conviction_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="unsuccessful_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="the areas add up to England and Wales, by month and offence category",
            unexpected_rows_query="""
select month_start_date, offence_category from {batch}
group by month_start_date, offence_category
having count(*) filter (area_code = 'K04000001') = 1
    and (
        coalesce(sum(conviction_count) filter (area_code <> 'K04000001'), 0)
            <> coalesce(max(conviction_count) filter (area_code = 'K04000001'), 0)
        or coalesce(sum(unsuccessful_count) filter (area_code <> 'K04000001'), 0)
            <> coalesce(max(unsuccessful_count) filter (area_code = 'K04000001'), 0)
    )
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every month has 42 areas",
            unexpected_rows_query="""
select month_start_date from {batch} where area_code <> 'K04000001'
group by month_start_date having count(distinct area_code) <> 42
""",
            severity="warning",
            notes="There are 42 prosecution areas: the two London forces are one.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every area name is known",
            unexpected_rows_query="""
select distinct unknown_area_name from {batch} where unknown_area_name is not null
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
    ],
)
