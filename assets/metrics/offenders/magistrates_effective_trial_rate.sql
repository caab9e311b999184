/* metric
title = "Effective trials at magistrates' courts"
definition = "Trials that went ahead on the day they were listed and were concluded, as a percentage of trials listed at magistrates' courts; beside it the shares that cracked and that were ineffective. Vacated trials were taken off the list and are left out."
theme = "offenders"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "higher"
basis = "flow"
population = "Trials listed at magistrates' courts, vacated trials left out"
geography = "Local Criminal Justice Board area in which the court sits"
numerator_name = "Trials with this result"
numerator_unit = "trial"
denominator_name = "Trials listed"
denominator_unit = "trial"
aggregation = "sum"
frequency = "quarter"
roll_up = ["financial_year", "calendar_year"]
partial = "missing"
breakdown = "trial_result"
breakdown_total = "none"
breakdown_note = "The total is the effective share; effective, cracked and ineffective add up to 100 per cent."
lag_months = 3
publisher = "Ministry of Justice: Criminal court statistics quarterly"
owner = "Local Criminal Justice Board"
caveats = [
    "A cracked trial is not always bad: many end in a late guilty plea.",
    "Counts trials by where the court sits, not by where the offence was.",
    "England and Wales is given only for quarters in which every area was delivered.",
]
*/

with listed as (
    select
        area_code,
        quarter_start_date,
        quarter_end_date,
        trial_result,
        trial_count,
        source_file,
    from core.trial_effectiveness
    where court_type = 'magistrates'
        and trial_result <> 'vacated'
),

complete as (
    -- England and Wales is the sum of its areas only in a quarter that holds all 42 of them.
    select quarter_start_date
    from listed
    where area_code <> 'X99000000'
    group by quarter_start_date
    having count(distinct area_code) = 42
),

placed as (
    select * from listed
    union all by name
    select 'K04000001' as area_code, listed.* exclude (area_code)
    from listed
    semi join complete using (quarter_start_date)
),

total as (
    select
        area_code,
        quarter_start_date,
        quarter_end_date,
        sum(trial_count)::bigint as listed_count,
        max(source_file) as source_file,
    from placed
    group by all
),

result as (
    select unnest([
        {'result': 'effective', 'part': null},
        {'result': 'effective', 'part': 'Effective'},
        {'result': 'cracked', 'part': 'Cracked'},
        {'result': 'ineffective', 'part': 'Ineffective'},
    ], recursive := true)
),

counted as (
    select
        area_code,
        quarter_start_date,
        trial_result as result,
        sum(trial_count)::bigint as trial_count,
    from placed
    group by all
)

select
    total.area_code,
    result.part as breakdown_value,
    total.quarter_start_date as period_start_date,
    total.quarter_end_date as period_end_date,
    coalesce(counted.trial_count, 0) as numerator,
    total.listed_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'No trial was listed in this quarter.' end as reason,
    total.source_file as source_release,
from total
cross join result
left join counted using (area_code, quarter_start_date, result)
