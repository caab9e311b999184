"""What raw.restorative_justice promises: a whole period of one area, each group once."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_repeats(
            "no two rows are of the same area code, period start date and offence group",
            "area_code, period_start_date, offence_group",
        ),
        expect.no_rows(
            "no more people are informed than were referred",
            "select * from {batch} where informed_count > referral_count",
        ),
        expect.no_rows(
            "a period is a quarter or a half-year of whole months",
            """
select distinct period_start_date, period_end_date from {batch}
where day(period_start_date) <> 1
    or date_diff('month', period_start_date, period_end_date + 1) not in (3, 6)
    or period_end_date <> last_day(period_end_date)
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "no two periods of an area overlap",
            """
select a.area_code, a.period_start_date, b.period_start_date as other_start_date
from (select distinct area_code, period_start_date, period_end_date from {batch}) as a
join (select distinct area_code, period_start_date, period_end_date from {batch}) as b
    on a.area_code = b.area_code and a.period_start_date < b.period_start_date
    and a.period_end_date >= b.period_start_date
""",
            notes="A half-year and its quarters were both delivered: ask which counts.",
        )
    ),
]
