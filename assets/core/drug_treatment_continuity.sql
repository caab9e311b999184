-- Adults who engaged in community drug treatment after leaving prison.
-- Grain: one row per area and period.
--
-- A Fingertips download may hold other indicators, one sex, or tenths by deprivation: only rows of
-- all people and no category are kept.

select
    area_code,
    max(area_name) as area_name,
    case when time_period like '%/%' then 'financial_year' else 'calendar_year' end as period_type,
    make_date(left(time_period, 4)::integer, case when time_period like '%/%' then 4 else 1 end, 1)
        as period_start_date,
    (period_start_date + interval 1 year - interval 1 day)::date as period_end_date,
    max(engaged_count) as engaged_count,
    max(released_count) as released_count,
    max(value_percent) as value_percent,
    max(value_percent_state) as value_percent_state,
    max(lower_limit_percent) as lower_limit_percent,
    max(upper_limit_percent) as upper_limit_percent,
    max(source_file) as source_file,
from raw.drug_treatment
where indicator_name ilike '%prison%'
    and (indicator_name ilike '%treatment%' or indicator_name ilike '%substance misuse%')
    and (sex is null or sex ilike 'person%' or sex ilike 'all%')
    and category is null
group by area_code, time_period
