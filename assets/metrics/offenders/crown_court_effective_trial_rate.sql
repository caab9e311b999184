/* metric
title = "Effective trials at the Crown Court"
definition = "Trials that went ahead on the day they were listed and were concluded, as a percentage of trials listed at the Crown Court; beside it the shares that cracked and that were ineffective. Vacated trials were taken off the list and are left out."
source = "moj_criminal_courts"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "higher"
population = "Trials listed at the Crown Court, vacated trials left out"
numerator_name = "Trials with this result"
numerator_unit = "trial"
denominator_name = "Trials listed"
denominator_unit = "trial"
roll_up = ["financial_year", "calendar_year"]
breakdown = "trial_result"
breakdown_note = "The total is the effective share; effective, cracked and ineffective add up to 100 per cent."
caveats = [
    "By court site, not by area of the offence: Peterborough and Cambridge hear cases of other areas, and other sites hear cases of this one.",
    "A cracked trial is not always bad: many end in a late guilty plea.",
    "England and Wales is given only for quarters in which every area was delivered.",
]
*/

select
    area_code,
    part as breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    trial_count as numerator,
    listed_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'No trial was listed in this quarter.' end as reason,
    source_file as source_release,
from core.trial_share
where court_type = 'crown'
