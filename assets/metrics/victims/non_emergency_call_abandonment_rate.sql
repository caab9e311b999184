/* metric
title = "101 calls abandoned"
definition = "Non-emergency calls that the caller ended before they were answered, as a percentage of non-emergency calls received."
source = "demand_hub"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "lower"
geography = "force"
population = "Non-emergency (101) calls received by the force"
numerator_name = "101 calls abandoned"
numerator_unit = "call"
denominator_name = "101 calls received"
denominator_unit = "call"
caveats = [
    "Rules for call-backs and recorded messages change what counts as abandoned.",
]
*/

with by_day as (
    select
        force_code,
        month_start_date,
        demand_date,
        sum(demand_count) filter (where demand_type = 'non_emergency_call_abandoned') as part_count,
        sum(demand_count) filter (where demand_type = 'non_emergency_call') as call_count,
    from core.police_demand
    where csp_code is null
    group by all
)

select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(part_count)::bigint as numerator,
    nullif(sum(call_count), 0)::bigint as denominator,
    100.0 * numerator / denominator as value,
    case when denominator is null then 'not_applicable' end as state,
    case when denominator is null then 'no calls were received in this month' end as reason,
from by_day
-- A day counts only where both were delivered.
where part_count is not null
    and call_count is not null
group by force_code, month_start_date
