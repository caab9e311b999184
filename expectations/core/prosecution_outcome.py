"""What core.prosecution_outcome promises to the conviction rates."""

from expectations import expect
from expectations.shared import month_starts

suite = [
    *expect.critical(
        expect.no_repeats(
            "each area code, month start date, offence category stands once",
            "area_code, month_start_date, offence_category",
        ),
        expect.column_values_to_not_be_null("area_code", "month_start_date"),
        month_starts(),
        expect.column_values_to_be_between("conviction_count", "unsuccessful_count", min_value=0),
        expect.no_rows(
            "the areas add up to England and Wales, by month and offence category",
            """
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
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every month has 42 areas",
            """
select month_start_date from {batch} where area_code <> 'K04000001'
group by month_start_date having count(distinct area_code) <> 42
""",
            notes="There are 42 prosecution areas: the two London forces are one.",
        ),
        expect.no_rows(
            "every area name is known",
            "select distinct unknown_area_name from {batch} where unknown_area_name is not null",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
    ),
]
