-- Children entering the youth justice system for the first time, with the children of that age.
-- Grain: one row per area and year ending.
--
-- An area is found by its code, else by its name among the areas of its kind that stood in that year:
-- Cambridgeshire is the county in a table by local authority, and the force in a table by police force.

with delivered as (
    select
        area_code as delivered_code,
        area_name,
        area_kind ilike '%police%' as is_force,
        name_key(area_name) as name_key,
        year_ending,
        measure,
        value,
        value_state,
        source_file,
    from raw.first_time_entrants
),

place as (
    select
        area_code,
        name_key(area_name) as name_key,
        false as is_force,
        coalesce(valid_from, date '1900-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
    from core.area
    where area_type in ('country', 'region', 'county')
        or (area_type = 'district' and left(area_code, 3) <> 'E07')

    union all by name

    select
        area_code,
        name_key,
        true as is_force,
        date '1900-01-01' as valid_from,
        date '9999-12-31' as valid_to,
    from core.area_spelling
    where kind = 'force'
),

placed as (
    select
        coalesce(
            delivered.delivered_code,
            min(place.area_code) filter (place.valid_from <= delivered.year_ending
                and place.valid_to >= delivered.year_ending)
        ) as area_code,
        delivered.area_name,
        delivered.year_ending,
        delivered.measure,
        delivered.value,
        delivered.value_state,
        delivered.source_file,
    from delivered
    left join place using (name_key, is_force)
    group by
        delivered.delivered_code,
        delivered.area_name,
        delivered.year_ending,
        delivered.measure,
        delivered.value,
        delivered.value_state,
        delivered.source_file
)

select
    coalesce(area_code, 'X99000000') as area_code,
    string_agg(distinct area_name, ', ' order by area_name) as area_name,
    (year_ending - interval 1 year + interval 1 day)::date as year_start_date,
    year_ending as year_end_date,
    case
        when area_code is not null then round(max(value) filter (measure = 'number'))::bigint
    end as entrant_count,
    max(value_state) filter (measure = 'number') as entrant_count_state,
    case
        when area_code is not null then round(max(value) filter (measure = 'population'))::bigint
    end as child_population,
    case
        when area_code is not null then max(value) filter (measure = 'rate per 100,000')
    end as rate_per_100000,
    max(source_file) as source_file,
from placed
group by area_code, year_ending
