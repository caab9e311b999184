/* metric
title = "Figures right first time"
definition = "Measures that the plan promises whose tables kept every critical promise at the first run of the night, as a percentage of the measures that the plan promises."
source = "own_nights"
objective_id = "T2"
unit = "percent"
better_when = "higher"
population = "Measures that the plan promises"
numerator_name = "Measures that passed every critical check"
numerator_unit = "measure"
denominator_name = "Measures that the plan promises"
denominator_unit = "measure"
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
