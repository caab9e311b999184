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
        name_key(regexp_replace(lcjb, '^\d+: *', '')) as name_key,
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
)

select
    keyed.court_type,
    coalesce(spelling.area_code, 'X99000000') as area_code,
    keyed.court_name,
    keyed.quarter_start_date,
    last_day((keyed.quarter_start_date + interval 2 month)::date) as quarter_end_date,
    keyed.trial_result,
    keyed.is_prosecution_witness_issue,
    bool_or(keyed.has_reason) as has_reason,
    sum(keyed.trial_count)::bigint as trial_count,
    string_agg(distinct keyed.lcjb_name, ', ' order by keyed.lcjb_name)
        filter (spelling.area_code is null) as unknown_area_name,
    max(keyed.source_file) as source_file,
from keyed
left join core.area_spelling as spelling
    on spelling.kind = 'prosecution area' and spelling.name_key = keyed.name_key
group by all
