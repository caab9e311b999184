/* metric
title = "Officer hours spent on missing people a day (estimate)"
definition = "Missing person reports in the period times the officer hours that one is assumed to take (12), divided by the days delivered in the period."
source = "demand_hub"
objective_id = "O1"
unit = "per_day"
better_when = "neither"
publisher = "Constabulary demand hub: daily demand; assumption of the Business Coordination Board paper of December 2019"
geography = "force"
basis = "estimate"
population = "Missing person reports taken by the force"
numerator_name = "Officer hours (estimated)"
numerator_unit = "hour"
denominator_name = "Days delivered"
denominator_unit = "day"
caveats = [
    "An estimate: it assumes 12 officer hours for each report (stated in the December 2019 paper and kept as reference data), and counts no hours.",
    "A change in it is a change in reports, never in how long one takes.",
]
*/

select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(demand_count * officer_hours_each) as numerator,
    count(distinct demand_date) as denominator,
    numerator / denominator as value,
from core.police_demand
where demand_type = 'missing_person' and csp_code is null and officer_hours_each is not null
group by force_code, month_start_date
