/* metric
title = "A typical day"
definition = "Demand of each type in the period, divided by the days delivered in it."
source = "demand_hub"
objective_id = "O2"
priority_id = "O2.1"
unit = "per_day"
better_when = "neither"
geography = "force"
population = "Calls, incidents, crimes, arrests and other demand recorded by the force"
numerator_name = "Demand of the type"
numerator_unit = "record"
denominator_name = "Days delivered"
denominator_unit = "day"
breakdown = "demand_type"
breakdown_total = "none"
breakdown_note = "Types overlap (theft from vehicle lies within theft; domestic incidents within incidents): they are never added up or stacked."
caveats = [
    "A mean hides peaks by hour and by day of the week.",
    "Types overlap and are never added up.",
    "A day that was not delivered is left out of both parts.",
]
chart = "dots"
*/

select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    demand_type as breakdown_value,
    sum(demand_count)::bigint as numerator,
    count(distinct demand_date) as denominator,
    numerator::double / denominator as value,
from core.police_demand
where csp_code is null
group by force_code, month_start_date, demand_type
