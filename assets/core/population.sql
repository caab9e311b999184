-- People living in each area at mid-year (30 June), by district, partnership and police force.
-- Grain: one row per area and mid-year; a later delivery of a figure wins.
-- Partnerships and forces are sums of their districts, given only where every district of one edition
-- of the lookup has a figure and none lies in several partnerships; a force's own figure wins.

with district as (
    select
        trim(replace(district_code, chr(160), ' ')) as area_code,
        population_year,
        arg_max(population, (received_at, source_file, source_row)) as population,
        arg_max(source_file, (received_at, source_file, source_row)) as source_release,
    from raw.population_district
    group by all
),

force as (
    select
        trim(replace(force_code, chr(160), ' ')) as area_code,
        coalesce(population_year, year(file_period)) as population_year,
        arg_max(population, (received_at, source_file, source_row)) as population,
        arg_max(source_file, (received_at, source_file, source_row)) as source_release,
    from raw.population_force
    where coalesce(population_year, year(file_period)) is not null
    group by all
),

partnership_count as (
    select edition_year, district_code, count(distinct csp_code) as csp_count
    from core.district_lookup
    group by edition_year, district_code
),

member as (
    select distinct edition_year, force_code as area_code, district_code, true as is_whole
    from core.district_lookup

    union all

    select lookup.edition_year, lookup.csp_code, lookup.district_code, counted.csp_count = 1
    from core.district_lookup as lookup
    inner join partnership_count as counted using (edition_year, district_code)
),

size as (
    select edition_year, area_code, count(*) as district_count, bool_and(is_whole) as is_whole
    from member
    group by edition_year, area_code
),

summed as (
    select
        member.area_code,
        district.population_year,
        member.edition_year,
        sum(district.population)::bigint as population,
        max(district.source_release) as source_release,
    from member
    inner join size using (edition_year, area_code)
    inner join district on member.district_code = district.area_code
    where size.is_whole
    group by member.area_code, district.population_year, member.edition_year, size.district_count
    having count(*) = size.district_count
),

newest_sum as (
    select
        area_code,
        population_year,
        arg_max(population, edition_year) as population,
        arg_max(source_release, edition_year) as source_release,
    from summed
    group by area_code, population_year
)

select area_code, population_year, population, source_release, 'district' as area_type from district

union all

select area_code, population_year, population, source_release, 'force' as area_type from force

union all

select
    area_code,
    population_year,
    population,
    source_release,
    case when left(area_code, 3) in ('E23', 'W15') then 'force' else 'csp' end as area_type,
from newest_sum
anti join force using (area_code, population_year)
