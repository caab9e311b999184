-- Mental health treatment requirements: people assessed, requirements made, ended and completed.
-- Grain: one row per source, area, court, sex and quarter.
--
-- Two sources that count differently: the local partnership's return by court, and the publisher's
-- requirements started by probation region. They stand apart by `source`.

select
    'local return' as source,
    area_code,
    court_name,
    sex,
    quarter_start_date,
    last_day((quarter_start_date + interval 2 month)::date) as quarter_end_date,
    assessed_suitable_count,
    made_count,
    ended_count,
    completed_count,
    'suppressed' in (
        assessed_suitable_count_state, made_count_state, ended_count_state, completed_count_state
    ) as is_suppressed,
    source_file,
from raw.mental_health_treatment_requirements

union all by name

select
    'national statistics' as source,
    area_code,
    null as court_name,
    null as sex,
    period_start_date as quarter_start_date,
    period_end_date as quarter_end_date,
    null::bigint as assessed_suitable_count,
    case when count(*) = count(person_count) then sum(person_count)::bigint end as made_count,
    null::bigint as ended_count,
    null::bigint as completed_count,
    coalesce(bool_or(person_count_state = 'suppressed'), false) as is_suppressed,
    max(source_file) as source_file,
from core.probation_supervision
where measure = 'requirements'
    and requirement_type ilike '%mental health%'
    and not is_all_supervision
    and area_code is not null
group by all
