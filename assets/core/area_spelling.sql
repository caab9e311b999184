-- Every spelling of an area's name that a publisher uses, of police forces and of areas made of them.
-- Grain: one row per kind of area and name_key; a name is looked up by name_key(name).
--
-- A prosecution area is a police force area, but where the publisher joins two or gives a total.

with spelling as (
    select
        'prosecution area' as kind,
        1 as place,
        prosecution_area_name as name,
        area_code,
        area_name,
    from raw.reference_prosecution_area

    union all

    select
        unnest(['force', 'prosecution area']) as kind,
        2 as place,
        name,
        force_code as area_code,
        force_name as area_name,
    from core.police_force

    union all

    select
        case when area_kind = 'delivery unit' then area_kind else 'probation region' end as kind,
        1 as place,
        name,
        area_code,
        null as area_name,
    from raw.reference_probation_area
)

select
    kind,
    name_key(name) as name_key,
    arg_min(area_code, (place, area_code)) as area_code,
    arg_min(area_name, (place, area_code)) as area_name,
from spelling
group by all
