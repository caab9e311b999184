/* metric
title = "101 calls a day"
definition = "Non-emergency calls received in the period, divided by the days delivered in it."
source = "demand_hub"
objective_id = "O1"
unit = "per_day"
better_when = "neither"
population = "Non-emergency (101) calls received by the force"
numerator_name = "Non-emergency (101) calls"
numerator_unit = "call"
denominator_name = "Days delivered"
denominator_unit = "day"
caveats = [
    "A fall may be a move to reports made online.",
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
where demand_type = 'non_emergency_call'
group by area_code, month_start_date
