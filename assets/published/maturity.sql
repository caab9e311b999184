-- What became of the crimes recorded in each month, by how old they were: the maturity triangle.
-- Grain: one row per police force area, month of recording and age in whole months, up to twelve.
-- A cohort has rows only for the ages it has reached by the last month recorded; younger is no row.
-- The expected final rate and its interval are filled in when the snapshot is made.

with crime as (
    select
        force_code as area_code,
        recorded_month_start_date,
        outcome_month_start_date,
        -- An outcome dated before its crime was recorded counts as one of that month.
        case
            when outcome_month_start_date < recorded_month_start_date then 0
            else date_diff('month', recorded_month_start_date, outcome_month_start_date)
        end as outcome_age_months,
        is_charged,
    from core.police_outcome_crime
),

cohort as (
    select
        area_code,
        recorded_month_start_date,
        count(*) as recorded_count,
        max(recorded_month_start_date) over (partition by area_code) as last_month_start_date,
    from crime
    group by area_code, recorded_month_start_date
),

aged as (
    select
        *,
        unnest(
            range(
                0,
                1 + least(
                    12, date_diff('month', recorded_month_start_date, last_month_start_date)
                )
            )
        )::integer as age_months,
    from cohort
),

outcome as (
    select
        area_code,
        recorded_month_start_date,
        outcome_age_months,
        count(*) as assigned_count,
        count(*) filter (where is_charged) as charged_count,
    from crime
    where outcome_age_months is not null
    group by area_code, recorded_month_start_date, outcome_age_months
),

flow as (
    select area_code, outcome_month_start_date, count(*) as flow_charged_count,
    from crime
    where is_charged
    group by area_code, outcome_month_start_date
),

triangle as (
    select
        aged.area_code,
        aged.recorded_month_start_date,
        aged.age_months,
        any_value(aged.recorded_count)::bigint as recorded_count,
        coalesce(sum(outcome.charged_count), 0)::bigint as charged_count,
        (any_value(aged.recorded_count) - coalesce(sum(outcome.assigned_count), 0))::bigint
            as not_assigned_count,
    from aged
    left join outcome
        on aged.area_code = outcome.area_code
        and aged.recorded_month_start_date = outcome.recorded_month_start_date
        and outcome.outcome_age_months <= aged.age_months
    group by aged.area_code, aged.recorded_month_start_date, aged.age_months
)

select
    triangle.area_code,
    triangle.recorded_month_start_date,
    triangle.age_months,
    triangle.recorded_count,
    triangle.charged_count,
    triangle.not_assigned_count,
    100.0 * triangle.charged_count / triangle.recorded_count as cohort_rate,
    100.0 * triangle.not_assigned_count / triangle.recorded_count as not_assigned_percent,
    coalesce(flow.flow_charged_count, 0)::bigint as flow_charged_count,
    100.0 * coalesce(flow.flow_charged_count, 0) / triangle.recorded_count as flow_rate,
    null::double as expected_final_rate,
    null::double as lower,
    null::double as upper,
    false as is_estimate,
    null::varchar as sentence,
from triangle
left join flow
    on triangle.area_code = flow.area_code
    and triangle.recorded_month_start_date = flow.outcome_month_start_date
