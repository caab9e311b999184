/* metric
title = "Charge rate of crimes recorded in a quarter, at equal age"
definition = "Crimes recorded in the quarter that were charged or summonsed (outcome 1 or 1A) within three, six and twelve months of being recorded, as a percentage of all crimes recorded in the quarter."
source = "police_outcomes"
unit = "percent"
better_when = "higher"
objective_id = "O2"
priority_id = "O2.1"
basis = "cohort"
aggregation = "none"
geography = "force"
frequency = "cohort_quarter"
lag_months = 4
population = "Crimes recorded by the force in the quarter"
numerator_name = "Crimes charged or summonsed within the age"
numerator_unit = "offence"
denominator_name = "Crimes recorded in the quarter"
denominator_unit = "offence"
breakdown = "age"
breakdown_total = "none"
breakdown_note = "Each age counts the same crimes, and holds the younger ages: they are never added up."
caveats = [
    "Only cohorts of equal age may be compared.",
    "A cohort that has not reached an age yet has no figure at that age, which is not nought.",
]
*/

with as_at as (
    select
        force_code,
        last_day(max(recorded_month_start_date)) as as_at_date,
    from core.police_outcome_crime
    group by force_code
),

cohort as (
    select
        force_code,
        date_trunc('quarter', recorded_date)::date as quarter_start_date,
        count(distinct recorded_month_start_date) as month_count,
        count(*) as crime_count,
        count(*) filter (where is_charged and outcome_date <= recorded_date + to_months(3)) as charged_in_3,
        count(*) filter (where is_charged and outcome_date <= recorded_date + to_months(6)) as charged_in_6,
        count(*) filter (where is_charged and outcome_date <= recorded_date + to_months(12)) as charged_in_12,
    from core.police_outcome_crime
    group by all
),

aged as (
    select
        force_code,
        quarter_start_date,
        last_day(quarter_start_date + to_months(2)) as quarter_end_date,
        month_count,
        crime_count,
        unnest([
            {'age': 3, 'charged_count': charged_in_3},
            {'age': 6, 'charged_count': charged_in_6},
            {'age': 12, 'charged_count': charged_in_12},
        ], recursive := true),
    from cohort
),

judged as (
    select
        aged.*,
        -- The last crime of the quarter reaches the age on this day.
        last_day(quarter_end_date + to_months(age::integer)) as due_date,
        as_at.as_at_date,
    from aged
    inner join as_at using (force_code)
)

select
    force_code as area_code,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    age || ' months' as breakdown_value,
    case when due_date <= as_at_date and month_count = 3 then charged_count end as numerator,
    crime_count as denominator,
    100.0 * numerator / denominator as value,
    case
        when due_date > as_at_date then 'not_due'
        when month_count < 3 then 'missing'
    end as state,
    case
        when due_date > as_at_date
            then 'the cohort is ' || age || ' months old on ' || strftime(due_date, '%-d %B %Y')
                || '; outcomes are known to ' || strftime(as_at_date, '%-d %B %Y')
        when month_count < 3 then month_count || ' of 3 months delivered: not a quarter'
    end as reason,
from judged
