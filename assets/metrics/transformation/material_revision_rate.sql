/* metric
title = "Material revisions after publication"
definition = "Published figures that were later changed by more than half a percentage point (a percentage) or one part in a hundred (any other figure), as a percentage of the figures published by the end of the quarter. Figures of each measure's shortest period are counted."
source = "own_figures"
objective_id = "T2"
unit = "percent"
better_when = "lower"
basis = "audit"
aggregation = "none"
population = "Figures published by this system"
geography = "own_force"
numerator_name = "Figures materially revised in the quarter"
numerator_unit = "figure"
denominator_name = "Figures published by the end of the quarter"
denominator_unit = "figure"
frequency = "quarter"
lag_months = 0
provisional_months = 3
caveats = [
    "A figure changed more than once in a quarter counts once. What changes tonight counts from the next night on.",
    "A publisher's own restatement counts as well as a mistake of ours.",
]
*/

with published as (
    select
        area_code,
        date_trunc('quarter', business_date)::date as quarter_start_date,
        arg_max(figure_count, business_date)::bigint as figure_count,
    from quality.published_figure
    group by all
),

revised as (
    select
        date_trunc('quarter', business_date)::date as quarter_start_date,
        count(distinct (metric_id, area_code, breakdown_value, period_type, period_start_date, period_end_date))
            as revised_count,
    from quality.revision
    where is_material and is_base
    group by all
)

select
    published.area_code,
    published.quarter_start_date as period_start_date,
    (published.quarter_start_date + interval 3 month - interval 1 day)::date as period_end_date,
    coalesce(revised.revised_count, 0)::bigint as numerator,
    published.figure_count as denominator,
    100.0 * numerator / denominator as value,
from published
left join revised using (quarter_start_date)
where published.figure_count > 0
