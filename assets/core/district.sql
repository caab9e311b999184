-- Local authority districts, past and present, in their newest known place.
-- Grain: one row per district code.
-- csp_code is null where a district lies in several partnerships (East Suffolk, Buckinghamshire):
-- its rows are then placed by the name of their small area, or not at all.

with newest as (
    select
        district_code,
        min(edition_year) as first_edition_year,
        max(edition_year) as last_edition_year,
    from core.district_lookup
    group by district_code
),

looked_up as (
    select
        lookup.district_code,
        any_value(lookup.district_name) as district_name,
        case when count(distinct lookup.csp_code) = 1 then any_value(lookup.csp_code) end as csp_code,
        case
            when count(distinct lookup.force_code) = 1 then any_value(lookup.force_code)
        end as force_code,
        any_value(newest.first_edition_year) as first_edition_year,
        any_value(newest.last_edition_year) as last_edition_year,
    from core.district_lookup as lookup
    inner join newest
        on lookup.district_code = newest.district_code
        and lookup.edition_year = newest.last_edition_year
    group by lookup.district_code
),

partnership as (
    select csp_code, arg_max(force_code, edition_year) as force_code
    from core.district_lookup
    group by csp_code
),

known as (
    select
        area_code as district_code,
        area_name as district_name,
        nullif(parent_code, '') as csp_code,
        nullif(successor_code, '') as successor_code,
        nullif(valid_from, '')::date as valid_from,
        nullif(valid_to, '')::date as valid_to,
    from raw.reference_area
    where area_type = 'district'
)

select
    coalesce(looked_up.district_code, known.district_code) as district_code,
    coalesce(looked_up.district_name, known.district_name) as district_name,
    case when looked_up.district_code is null then known.csp_code else looked_up.csp_code end as csp_code,
    coalesce(looked_up.force_code, partnership.force_code, successor.force_code) as force_code,
    looked_up.first_edition_year,
    looked_up.last_edition_year,
    known.successor_code,
    known.valid_from,
    known.valid_to,
from looked_up
full join known on looked_up.district_code = known.district_code
left join partnership on known.csp_code = partnership.csp_code
left join looked_up as successor on known.successor_code = successor.district_code
