-- Trials listed at magistrates' courts and the Crown Court, by area, court, result and reason.
-- Grain: one row per kind of court, area, court, quarter, result and whether a prosecution witness
-- was the reason.
--
-- Vacated trials stay, since they tell how much was taken off the list; measures leave them out.
-- Areas are those of the Local Criminal Justice Board in which the court sits.

with delivered as (
    select 'magistrates' as court_type, * from raw.trial_effectiveness_magistrates
    union all by name
    select 'crown' as court_type, * from raw.trial_effectiveness_crown
),

keyed as (
    select
        court_type,
        regexp_replace(
            replace(lower(regexp_replace(lcjb, '^\d+: *', '')), '&', 'and'), '[^a-z]', '', 'g'
        ) as name_key,
        lcjb as lcjb_name,
        coalesce(court, 'Not given') as court_name,
        make_date(
            year,
            3 * regexp_extract(quarter, '(?:^|[^0-9])([1-4])(?:[^0-9]|$)', 1)::integer - 2,
            1
        ) as quarter_start_date,
        regexp_extract(
            lower(trial_effectiveness), '(ineffective|effective|cracked|vacated)'
        ) as trial_result,
        coalesce(reason ilike '%witness%' and reason not ilike '%defence%', false)
            as is_prosecution_witness_issue,
        reason is not null and reason <> '-' as has_reason,
        coalesce(trial_count, 0) as trial_count,
        source_file,
    from delivered
),

own_names as (
    select
        regexp_replace(lower(prosecution_area_name), '[^a-z]', '', 'g') as name_key,
        area_code,
    from raw.reference_prosecution_area
),

force_names as (
    select
        name_key,
        max(force_code) as area_code,
    from core.police_force
    group by name_key
)

select
    keyed.court_type,
    coalesce(own_names.area_code, force_names.area_code, 'X99000000') as area_code,
    keyed.court_name,
    keyed.quarter_start_date,
    last_day((keyed.quarter_start_date + interval 2 month)::date) as quarter_end_date,
    keyed.trial_result,
    keyed.is_prosecution_witness_issue,
    bool_or(keyed.has_reason) as has_reason,
    sum(keyed.trial_count)::bigint as trial_count,
    string_agg(distinct keyed.lcjb_name, ', ' order by keyed.lcjb_name)
        filter (own_names.area_code is null and force_names.area_code is null)
        as unknown_area_name,
    max(keyed.source_file) as source_file,
from keyed
left join own_names using (name_key)
left join force_names using (name_key)
group by all
