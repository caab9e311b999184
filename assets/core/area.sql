-- Every area that a figure can be of, with what it lies in and when it was so.
-- Grain: one row per area; where a lookup's editions differ, the newest place is given.
-- Validity is exact where the reference gives it; else it is read from the editions of the lookup: an
-- area missing from the newest ended on the 31 March before the first edition without it.

with edition as (
    select
        edition_year,
        lead(edition_year) over (order by edition_year) as next_edition_year,
        lag(edition_year) over (order by edition_year) is null as is_first,
    from (select distinct edition_year from core.district_lookup where edition_year > 0)
),

seen as (
    select
        csp_code,
        arg_max(csp_name, edition_year) as csp_name,
        arg_max(force_code, edition_year) as force_code,
        min(edition_year) as first_edition_year,
        max(edition_year) as last_edition_year,
    from core.district_lookup
    group by csp_code
),

force as (
    select distinct force_code, force_name, country_code, region_code, is_territorial, outside_code, unknown_code
    from core.police_force
)

select
    area_code,
    area_name,
    area_type,
    nullif(parent_code, '') as parent_code,
    nullif(valid_from, '')::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
from raw.reference_area
where area_type <> 'district'

union all

select
    force_code,
    force_name,
    case when is_territorial then 'force' else 'national_force' end,
    coalesce(region_code, country_code),
    null,
    null,
from force

union all

select outside_code, force_name || ': recorded outside the force area', 'unmatched', force_code, null, null
from force

union all

select unknown_code, force_name || ': place not known', 'unmatched', force_code, null, null
from force

union all

select 'X99000000', 'Police force not known', 'unmatched', null, null, null

union all

select
    seen.csp_code,
    seen.csp_name,
    'csp',
    seen.force_code,
    case when not born.is_first then make_date(seen.first_edition_year, 4, 1) end,
    case when died.next_edition_year is not null then make_date(died.next_edition_year, 3, 31) end,
from seen
left join edition as born on seen.first_edition_year = born.edition_year
left join edition as died on seen.last_edition_year = died.edition_year

union all

select
    district.district_code,
    district.district_name,
    'district',
    coalesce(district.csp_code, district.force_code),
    coalesce(
        district.valid_from,
        case when not born.is_first then make_date(district.first_edition_year, 4, 1) end
    ),
    coalesce(
        district.valid_to,
        case when died.next_edition_year is not null then make_date(died.next_edition_year, 3, 31) end
    ),
from core.district as district
left join edition as born on district.first_edition_year = born.edition_year
left join edition as died on district.last_edition_year = died.edition_year
