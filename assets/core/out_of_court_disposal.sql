-- Out-of-court disposals given, by police force area, quarter or year, and kind of disposal.
-- Grain: one row per police force area, period and kind of disposal.
--
-- Files of whole years carry no quarter and stay whole years; a year that came both ways is kept in
-- quarters. A suppressed cell makes its sum suppressed.

with delivered as (
    select
        year,
        try_cast(
            regexp_extract(quarter, '(?:^|[^0-9])([1-4])(?:[^0-9]|$)', 1) as integer
        ) as quarter,
        trim(regexp_replace(police_force_area, '^\d+: *', '')) as force_name,
        trim(regexp_replace(disposal_type, '^\d+: *', '')) as disposal,
        disposal_count,
        source_file,
    from raw.out_of_court_disposals
),

keyed as (
    select
        *,
        name_key(force_name) as name_key,
        case
            when disposal ilike '%conditional caution%' then 'Conditional caution'
            when disposal ilike '%caution%' then 'Caution'
            when disposal ilike '%penalty notice%' or disposal ilike '%pnd%' then 'Penalty notice'
            when disposal ilike '%cannabis%' or disposal ilike '%khat%'
                then 'Cannabis or khat warning'
            when disposal ilike '%resolution%' then 'Community resolution'
            else disposal
        end as disposal_type,
        bool_or(quarter is not null) over (partition by year) as year_has_quarters,
    from delivered
)

select
    coalesce(spelling.area_code, 'X99000000') as area_code,
    case when keyed.quarter is null then 'calendar_year' else 'quarter' end as period_type,
    make_date(keyed.year, 3 * coalesce(keyed.quarter, 1) - 2, 1) as period_start_date,
    last_day(make_date(keyed.year, 3 * coalesce(keyed.quarter, 4), 1)) as period_end_date,
    keyed.disposal_type,
    case
        when count(*) = count(keyed.disposal_count) then sum(keyed.disposal_count)::bigint
    end as disposal_count,
    max(keyed.source_file) as source_file,
from keyed
left join core.area_spelling as spelling
    on spelling.kind = 'prosecution area' and spelling.name_key = keyed.name_key
where keyed.quarter is not null or not keyed.year_has_quarters
group by all
