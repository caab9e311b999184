/* metric
title = "Police outcomes"
definition = "Outcomes that the police gave to crimes in the month, rows equal in every published column counted once."
source = "police_uk"
unit = "count"
better_when = "neither"
objective_id = "O2"
priority_id = "O2.1"
kept_by_month = true
population = "Outcomes of crimes, published at street level"
numerator_name = "Outcomes"
numerator_unit = "outcome"
breakdown = "outcome_type"
breakdown_total = "none"
breakdown_note = "Police outcomes add up to the total. Court results stand beside them and are not in it; in months without any they were not published."
caveats = [
    "Counts outcomes, not crimes: a crime with several suspects has several. Rows equal in every column are counted once.",
    "An outcome given in the month often belongs to a crime recorded earlier: this is a flow, not a cohort.",
    "Court results were published in some months only: where they were not, they are missing, not zero.",
]
*/

with counted as (
    select
        month_start_date,
        force_code,
        csp_code,
        outcome_type,
        is_court_result,
        is_police_outcome,
        count(*) as outcome_count,
    from core.police_outcome
    group by all
),

placed as (
    select
        month_start_date,
        force_code,
        unnest(list_distinct([force_code, csp_code])) as area_code,
        outcome_type,
        is_court_result,
        is_police_outcome,
        outcome_count,
    from counted
),

area_month as (
    select
        month_start_date,
        force_code,
        area_code,
        bool_or(is_police_outcome) as has_police_outcome,
        bool_or(is_court_result) as has_own_court_result,
    from placed
    group by month_start_date, force_code, area_code
),

covered as (
    select
        area_month.*,
        bool_or(has_own_court_result) over (
            partition by month_start_date, force_code
        ) as has_court_result,
    from area_month
),

-- An outcome that was published that month, but not for this area, was given nought times there.
nothing as (
    select
        covered.month_start_date,
        covered.area_code,
        kind.outcome_name as outcome_type,
        kind.is_court_result and not covered.has_court_result as is_missing,
        0 as outcome_count,
    from covered
    cross join (
        select distinct outcome_name, is_court_result, is_police_outcome
        from core.outcome_type
        where is_police_outcome or is_court_result
    ) as kind
    where (kind.is_police_outcome and covered.has_police_outcome)
        -- Court results that were not published are listed for the force alone.
        or (kind.is_court_result and (covered.has_court_result or covered.area_code = covered.force_code))
),

parts as (
    select month_start_date, area_code, outcome_type, is_missing, outcome_count from nothing

    union all

    select month_start_date, area_code, outcome_type, false, outcome_count
    from placed
    where is_police_outcome or is_court_result

    union all

    select month_start_date, area_code, null, false, outcome_count from placed where is_police_outcome
)

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    outcome_type as breakdown_value,
    case when not bool_and(is_missing) then sum(outcome_count)::bigint end as numerator,
    null::bigint as denominator,
    numerator::double as value,
    case when bool_and(is_missing) then 'missing' end as state,
    case when bool_and(is_missing) then 'court results were not published for this month' end as reason,
from parts
group by area_code, month_start_date, outcome_type
