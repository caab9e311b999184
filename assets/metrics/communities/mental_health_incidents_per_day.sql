/* metric
title = "Mental health incidents a day"
definition = "Incidents with the mental health flag in the period, divided by the days delivered in it."
source = "demand_hub"
objective_id = "C1"
unit = "per_day"
better_when = "neither"
population = "Incidents that the force flagged for mental health"
numerator_name = "Incidents with the mental health flag"
numerator_unit = "incident"
denominator_name = "Days delivered"
denominator_unit = "day"
caveats = [
    "Depends on how well the flag is used: a rise may be better flagging.",
    "Detentions under section 136 of the Mental Health Act are not counted apart.",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(demand_count)::bigint as numerator,
    count(distinct demand_date) as denominator,
    numerator::double / denominator as value,
from core.police_demand
where demand_type = 'mental_health_incident'
group by area_code, month_start_date
