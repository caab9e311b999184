-- Children aged 10 to 17 who were cautioned or sentenced.
-- Grain: one row per area (upper-tier local authority or country) and financial year.
--
-- A county is not a force area: E10000003 leaves out Peterborough.

with delivered as (
    select
        area_code,
        area_name,
        make_date(left(period, 4)::integer, 4, 1) as period_start_date,
        measure,
        value,
        value_state,
        source_file,
    from raw.youth_justice
    -- Other indicators of the same publisher stay in raw until a measure asks for them.
    where indicator ilike 'children cautioned or sentenced'
)

select
    area_code,
    max(area_name) as area_name,
    strftime(period_start_date, '%Y')
        || '/' || strftime(period_start_date + interval 1 year, '%y') as financial_year,
    period_start_date,
    (period_start_date + interval 1 year - interval 1 day)::date as period_end_date,
    round(max(value) filter (measure ilike 'count'))::bigint as child_count,
    max(value) filter (measure ilike 'per 10,000%') as rate_per_10000,
    max(value_state) filter (measure ilike 'per 10,000%') as rate_state,
    max(source_file) as source_file,
from delivered
group by area_code, period_start_date
