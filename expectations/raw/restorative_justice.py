"""What raw.restorative_justice promises: a whole period of one area, each group once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.restorative_justice",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="referral_count", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="informed_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same area code, period start date and offence group",
            unexpected_rows_query="""
select area_code, period_start_date, offence_group, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no more people are informed than were referred",
            unexpected_rows_query="""
select * from {batch} where informed_count > referral_count
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a period is a quarter or a half-year of whole months",
            unexpected_rows_query="""
select distinct period_start_date, period_end_date from {batch}
where day(period_start_date) <> 1
    or date_diff('month', period_start_date, period_end_date + 1) not in (3, 6)
    or period_end_date <> last_day(period_end_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no two periods of an area overlap",
            unexpected_rows_query="""
select a.area_code, a.period_start_date, b.period_start_date as other_start_date
from (select distinct area_code, period_start_date, period_end_date from {batch}) as a
join (select distinct area_code, period_start_date, period_end_date from {batch}) as b
    on a.area_code = b.area_code and a.period_start_date < b.period_start_date
    and a.period_end_date >= b.period_start_date
""",
            severity="warning",
            notes="A half-year and its quarters were both delivered: ask which counts.",
        ),
    ],
)
