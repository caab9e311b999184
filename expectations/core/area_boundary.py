"""What core.area_boundary promises to every map: each area once, complete."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_be_unique("area_code"),
        expect.column_values_to_not_be_null("area_type", "outline"),
        expect.column_values_to_be_in_set("drawn_from", ["boundary", "districts"]),
    ),
    *expect.warning(
        expect.no_rows(
            "where one district of a force area has an outline, all of them have",
            """
with place as (
    select district.force_code, district.district_code, drawn.area_code is not null as is_drawn
    from core.district as district
    left join {batch} as drawn on district.district_code = drawn.area_code
    where district.valid_to is null
    and district.last_edition_year = (select max(last_edition_year) from core.district)
)
select force_code, string_agg(district_code, ', ' order by district_code)
    filter (not is_drawn) as without_outline
from place
group by force_code
having bool_or(is_drawn) and not bool_and(is_drawn)
""",
            notes="The map of that force area has a hole: deliver boundaries of the newest edition.",
        )
    ),
]
