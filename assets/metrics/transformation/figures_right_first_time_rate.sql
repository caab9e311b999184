/* metric
title = "Figures right first time"
definition = "Measures that the plan promises whose tables kept every critical promise at the first run of the night, as a percentage of the measures that the plan promises."
theme = "transformation"
objective_id = "T2"
unit = "percent"
better_when = "higher"
basis = "audit"
aggregation = "none"
population = "Measures that the plan promises"
geography = "The office's own police force area"
numerator_name = "Measures that passed every critical check"
numerator_unit = "measure"
denominator_name = "Measures that the plan promises"
denominator_unit = "measure"
frequency = "snapshot_date"
lag_months = 0
publisher = "This system's own record of its nights"
owner = "Data team, OPCC"
caveats = [
    "A pass is not truth: it says that no critical promise broke. The quality page lists how many promises each table has.",
    "Begins with the first night that was published here.",
]
*/

select
    area_code,
    business_date as period_start_date,
    business_date as period_end_date,
    count(*) filter (where is_right)::bigint as numerator,
    count(*)::bigint as denominator,
    100.0 * numerator / denominator as value,
from quality.night_figure
group by area_code, business_date
