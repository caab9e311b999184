/* metric
title = "Police recorded crime"
definition = "Offences that the police recorded in the quarter, by Home Office offence group."
source = "home_office_crime"
unit = "count"
better_when = "neither"
objective_id = "O2"
priority_id = "O2.2"
aggregation = "sum"
area_roll_up = true
population = "Notifiable offences recorded by the police"
numerator_name = "Offences"
frequency = "quarter"
roll_up = ["financial_year", "day_average"]
breakdown = "offence_group"
breakdown_note = "Offence groups add up to the total."
caveats = [
    "Recorded crime depends on how crime is reported and recorded (inspections from 2014, a new crime system in 2018): a rise is not by itself more crime.",
    "Later releases restate earlier quarters; the release received last is given.",
    "Transferred and cancelled records can make a count negative.",
    "Fraud is recorded nationally since April 2013 and is not in a force's figures after that.",
]
*/

select
    force_code as area_code,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    offence_group as breakdown_value,
    sum(offence_count)::bigint as numerator,
    null::bigint as denominator,
    numerator::double as value,
    case when numerator is null then 'missing' end as state,
    case when numerator is null then 'the release gives no number' end as reason,
    max(source_release) as source_release,
from core.recorded_crime
group by force_code, quarter_start_date, quarter_end_date, offence_group
