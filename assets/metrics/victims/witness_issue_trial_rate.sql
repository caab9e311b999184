/* metric
title = "Trials that failed through a prosecution witness"
definition = "Trials that cracked or were ineffective for a reason to do with a prosecution witness (absent, withdrawn or unwilling), as a percentage of trials listed."
source = "moj_criminal_courts"
objective_id = "V2"
unit = "percent"
better_when = "lower"
population = "Trials listed at magistrates' courts and the Crown Court, vacated trials left out"
numerator_name = "Trials cracked or ineffective through a prosecution witness"
numerator_unit = "trial"
denominator_name = "Trials listed"
denominator_unit = "trial"
roll_up = ["financial_year", "calendar_year"]
breakdown = "court_type"
breakdown_note = "The total is magistrates' courts and the Crown Court together, where both were delivered."
chart = "bars"
caveats = [
    "Rests on the reason that the court recorded: reasons are coded with judgement, and a trial has one reason only.",
    "Counts trials by where the court sits, not by where the offence was.",
    "A quarter delivered without reasons is missing, not nought.",
]
*/

with listed as (
    select
        area_code,
        court_type,
        quarter_start_date,
        quarter_end_date,
        sum(trial_count)::bigint as listed_count,
        coalesce(sum(trial_count) filter (
            is_prosecution_witness_issue and trial_result in ('cracked', 'ineffective')
        ), 0)::bigint as witness_count,
        max(source_file) as source_file,
    from core.trial_effectiveness
    where trial_result <> 'vacated'
    group by all
),

reasoned as (
    select
        court_type,
        quarter_start_date,
        bool_or(has_reason) as has_reason,
    from core.trial_effectiveness
    where trial_result in ('cracked', 'ineffective')
    group by all
),

by_court as (
    select
        listed.*,
        coalesce(reasoned.has_reason, false) as has_reason,
    from listed
    left join reasoned using (court_type, quarter_start_date)
),

every as (
    select
        area_code,
        case court_type when 'crown' then 'Crown Court' else 'Magistrates'' courts' end
            as breakdown_value,
        quarter_start_date,
        quarter_end_date,
        listed_count,
        witness_count,
        has_reason,
        source_file,
    from by_court

    union all by name

    select
        area_code,
        null as breakdown_value,
        quarter_start_date,
        quarter_end_date,
        sum(listed_count)::bigint as listed_count,
        sum(witness_count)::bigint as witness_count,
        bool_and(has_reason) as has_reason,
        max(source_file) as source_file,
    from by_court
    group by all
    having count(distinct court_type) = 2
)

select
    area_code,
    breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    case when has_reason then witness_count end as numerator,
    case when has_reason then listed_count end as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when not has_reason then 'missing'
        when denominator = 0 then 'not_applicable'
    end as state,
    case
        when not has_reason then 'Reasons were not delivered for this quarter.'
        when denominator = 0 then 'No trial was listed in this quarter.'
    end as reason,
    source_file as source_release,
from every
