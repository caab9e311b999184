-- Every name that stands for a district at the front of a small area's name.
-- Grain: one row per name, as spelled; the district is the newest of that name.
-- Names of districts come first; then names that only small areas still bear (`Shepway`,
-- `Suffolk Coastal`), where all the areas of that name lie in one district.

with of_districts as (
    select
        district_name,
        arg_max(
            struct_pack(district_code, csp_code, force_code),
            (coalesce(valid_to, date '9999-12-31'), coalesce(last_edition_year, 0), district_code)
        ) as place,
    from core.district
    where force_code is not null
    group by district_name
),

of_small_areas as (
    select
        name_stem as district_name,
        any_value(district_code) as district_code,
        case when count(distinct csp_code) = 1 then any_value(csp_code) end as csp_code,
        any_value(force_code) as force_code,
    from core.lsoa
    where force_code is not null
    group by name_stem
    having count(distinct district_code) = 1
)

select
    district_name,
    place.district_code as district_code,
    place.csp_code as csp_code,
    place.force_code as force_code,
from of_districts

union all

select
    of_small_areas.district_name,
    of_small_areas.district_code,
    of_small_areas.csp_code,
    of_small_areas.force_code,
from of_small_areas
anti join of_districts using (district_name)
