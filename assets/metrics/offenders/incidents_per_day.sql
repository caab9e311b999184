/* metric
title = "Incidents a day"
definition = "Incident records opened in the period, divided by the days delivered in it."
source = "demand_hub"
objective_id = "O1"
unit = "per_day"
better_when = "neither"
population = "Incident records opened by the force"
numerator_name = "Incident records"
numerator_unit = "incident"
denominator_name = "Days delivered"
denominator_unit = "day"
caveats = [
    "An incident is not a crime.",
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
where demand_type = 'incident'
group by area_code, month_start_date
