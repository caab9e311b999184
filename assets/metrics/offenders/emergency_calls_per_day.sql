/* metric
title = "999 calls a day"
definition = "Emergency calls received in the period, divided by the days delivered in it."
source = "demand_hub"
objective_id = "O1"
unit = "per_day"
better_when = "neither"
population = "Emergency (999) calls received by the force"
numerator_name = "Emergency (999) calls"
numerator_unit = "call"
denominator_name = "Days delivered"
denominator_unit = "day"
caveats = [
    "Dropped and repeated calls are in it; calls are not incidents.",
    "A mean hides peaks by hour and by day of the week.",
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
where demand_type = 'emergency_call'
group by area_code, month_start_date
