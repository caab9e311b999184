-- Days that criminal cases take, by kind of court and Local Criminal Justice Board area.
-- Grain: one row per area, kind of court and period; `all` is the publisher's row of every court.
--
-- The file holds rows of courts, areas and the country side by side: rows of one court and of a
-- region stay in raw, since their medians cannot be combined.

with delivered as (
    select
        *,
        name_key(regexp_replace(lcjb_area, '^\d+: *', '')) as name_key,
        try_cast(regexp_extract(period, 'Q([1-4])', 1) as integer) as quarter,
        coalesce(nullif(trim(lcjb_area), ''), '-') <> '-' as is_of_area,
        coalesce(nullif(trim(region), ''), '-') <> '-' as is_of_region,
    from raw.court_timeliness
    where coalesce(nullif(trim(court_name), ''), '-') = '-'
)

select
    case
        when delivered.is_of_area then coalesce(spelling.area_code, 'X99000000')
        else 'K04000001'
    end as area_code,
    case
        when delivered.court_type ilike '%magistrates%' then 'magistrates'
        when delivered.court_type ilike '%crown%' then 'crown'
        else 'all'
    end as court_type,
    case when delivered.quarter is null then 'calendar_year' else 'quarter' end as period_type,
    make_date(delivered.year, 3 * coalesce(delivered.quarter, 1) - 2, 1) as period_start_date,
    last_day(make_date(delivered.year, 3 * coalesce(delivered.quarter, 4), 1)) as period_end_date,
    delivered.defendant_count,
    delivered.mean_offence_to_completion_days,
    delivered.median_offence_to_completion_days,
    delivered.source_file,
from delivered
left join core.area_spelling as spelling
    on spelling.kind = 'prosecution area' and spelling.name_key = delivered.name_key
where delivered.is_of_area or not delivered.is_of_region
