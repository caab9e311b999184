-- Outcomes that data.police.uk publishes, by area and month: all of the police's, and two kinds of them.
-- Grain: one row per area (force and partnership) and month.
-- Kept by: month_start_date
-- A month with court results alone stays, with no police outcome.

with counted as (
    select
        month_start_date,
        force_code,
        csp_code,
        count(*) filter (where is_police_outcome) as outcome_count,
        count(*) filter (where is_charged and is_police_outcome) as charged_count,
        count(*) filter (where is_positive and is_police_outcome) as positive_count,
    from core.police_outcome
    group by all
),

placed as (
    select
        unnest(list_distinct([force_code, csp_code])) as area_code,
        * exclude (force_code, csp_code),
    from counted
)

select
    month_start_date,
    area_code,
    sum(outcome_count)::bigint as outcome_count,
    sum(charged_count)::bigint as charged_count,
    sum(positive_count)::bigint as positive_count,
from placed
group by month_start_date, area_code
