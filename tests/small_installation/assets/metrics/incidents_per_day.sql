/* metric
title = "Incidents a day"
definition = "Incident records opened in the period, divided by the days delivered in it."
theme = "offenders"
objective_id = "O1"
unit = "per_day"
better_when = "neither"
frequency = "month"
roll_up = ["quarter", "financial_year"]
partial = "over_present"
lag_months = 1
publisher = "Constabulary demand hub: daily demand"
owner = "Performance analyst, OPCC"
geography = "Police force area and, where given, community safety partnership"
basis = "flow"
aggregation = "sum"
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
