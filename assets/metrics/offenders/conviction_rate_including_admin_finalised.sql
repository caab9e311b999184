/* metric
title = "Conviction rate including administratively finalised cases"
definition = "Completed prosecutions that ended in a conviction, as a percentage of completed prosecutions, those that were administratively finalised included."
source = "cps_case_outcomes"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "higher"
numerator_name = "Defendants convicted"
denominator_name = "Defendants whose prosecution was completed or administratively finalised"
caveats = [
    "Counts defendants, not offences, and leaves out cases that were never charged.",
    "Administratively finalised prosecutions count as unsuccessful here; the conviction rate leaves them out.",
    "Months that were not published are absent: a year is computed over the months present.",
    "The Metropolitan Police and the City of London Police are published as one area.",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(conviction_count)::bigint as numerator,
    sum(coalesce(conviction_count, 0) + coalesce(unsuccessful_count, 0))::bigint as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'No prosecution was completed in this month.' end as reason,
    max(source_file) as source_release,
from core.prosecution_outcome
group by area_code, month_start_date
