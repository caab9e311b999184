-- The force's own crimes by month: how many were recorded, and how many were given which outcome.
-- Grain: one row per area (force and partnership), month, offence group and domestic abuse flag.
-- Two counts that are not of the same crimes: recorded_count by the month of recording, all others by
-- the month in which the outcome was assigned.

with counted as (
    select
        force_code,
        csp_code,
        recorded_month_start_date as month_start_date,
        offence_group,
        coalesce(is_domestic_abuse, false) as is_domestic_abuse,
        count(*) as recorded_count,
        0 as assigned_count,
        0 as prosecution_possible_count,
        0 as out_of_court_count,
        0 as unsupported_no_suspect_count,
        0 as unsupported_suspect_count,
    from core.police_outcome_crime
    group by all

    union all by name

    select
        force_code,
        csp_code,
        outcome_month_start_date as month_start_date,
        offence_group,
        coalesce(is_domestic_abuse, false) as is_domestic_abuse,
        0 as recorded_count,
        count(*) as assigned_count,
        count(*) filter (where is_prosecution_possible) as prosecution_possible_count,
        count(*) filter (where is_out_of_court) as out_of_court_count,
        count(*) filter (where outcome_code = '14') as unsupported_no_suspect_count,
        count(*) filter (where outcome_code = '16') as unsupported_suspect_count,
    from core.police_outcome_crime
    where outcome_code is not null
    group by all
),

placed as (
    select unnest(list_distinct([force_code, csp_code])) as area_code, * exclude (force_code, csp_code)
    from counted
)

select
    area_code,
    month_start_date,
    offence_group,
    is_domestic_abuse,
    sum(recorded_count)::bigint as recorded_count,
    sum(assigned_count)::bigint as assigned_count,
    sum(prosecution_possible_count)::bigint as prosecution_possible_count,
    sum(out_of_court_count)::bigint as out_of_court_count,
    sum(unsupported_no_suspect_count)::bigint as unsupported_no_suspect_count,
    sum(unsupported_suspect_count)::bigint as unsupported_suspect_count,
from placed
group by area_code, month_start_date, offence_group, is_domestic_abuse
