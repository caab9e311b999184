/* metric
title = "Community safety partnerships' milestones met on time"
definition = "Milestones done by their due date, as a percentage of the milestones of partnerships' funded activities that fell due in the quarter."
source = "csp_delivery"
objective_id = "C1"
priority_id = "C1.1"
unit = "percent"
better_when = "higher"
basis = "cohort"
aggregation = "sum"
population = "Milestones of activities that the office funds through community safety partnerships"
geography = "force_and_csp"
numerator_name = "Milestones met on time"
numerator_unit = "milestone"
denominator_name = "Milestones due"
denominator_unit = "milestone"
frequency = "quarter"
roll_up = ["financial_year", "to_date"]
partial = "over_present"
lag_months = 1
chart = "bars"
caveats = [
    "Reported by the partnerships themselves; whether evidence came with it is kept beside each milestone.",
    "A partnership that has agreed no activity has no figure: that is missing, not nought.",
    "A milestone done late is not met.",
]
*/

with due as (
    select
        unnest(list_distinct([force_code, csp_code])) as area_code,
        date_trunc('quarter', due_date)::date as quarter_start_date,
        (date_trunc('quarter', due_date) + interval 3 month - interval 1 day)::date
            as quarter_end_date,
        is_met_on_time,
        return_date,
        source_file,
    from core.csp_milestone
    where is_due
)

select
    area_code,
    quarter_start_date as period_start_date,
    max(quarter_end_date) as period_end_date,
    count(*) filter (is_met_on_time) as numerator,
    count(*) as denominator,
    100.0 * numerator / denominator as value,
    case when max(return_date) < max(quarter_end_date) then 'provisional' end as state,
    case
        when max(return_date) < max(quarter_end_date)
            then 'the newest return is of ' || strftime(max(return_date), '%-d %B %Y')
    end as reason,
    max(source_file) as source_release,
from due
where area_code is not null
group by area_code, quarter_start_date
