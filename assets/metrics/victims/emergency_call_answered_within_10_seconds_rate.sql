/* metric
title = "999 calls answered within 10 seconds"
definition = "Emergency calls answered within 10 seconds, as a percentage of emergency calls received."
source = "demand_hub"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "higher"
geography = "force"
population = "Emergency (999) calls received by the force"
numerator_name = "999 calls answered within 10 seconds"
numerator_unit = "call"
denominator_name = "999 calls received"
denominator_unit = "call"
caveats = [
    "Timed by the force's own clock; the published national figures start at the telephone operator's, and are lower.",
]
*/

with by_day as (
    select
        force_code,
        month_start_date,
        demand_date,
        sum(demand_count) filter (where demand_type = 'emergency_call_answered_within_10_seconds') as part_count,
        sum(demand_count) filter (where demand_type = 'emergency_call') as call_count,
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
