"""What core.area_boundary promises to every map: each area once, complete."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.area_boundary",
    expectations=[
        # Broken promises: a map drawn of these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToBeUnique(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outline", severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="drawn_from", value_set=["boundary", "districts"], severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="where one district of a force area has an outline, all of them have",
            unexpected_rows_query="""
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
            severity="warning",
            notes="The map of that force area has a hole: deliver boundaries of the newest edition.",
        ),
    ],
)
