/* metric
title = "Open recommendations of inspections"
definition = "Causes of concern, recommendations and areas for improvement that were raised by the end of the month and not closed by then."
source = "hmicfrs_recommendations"
objective_id = "T2"
priority_id = "T2.1"
unit = "count"
better_when = "lower"
basis = "stock"
aggregation = "last"
population = "Recommendations of HMICFRS to the force"
geography = "police_force"
numerator_name = "Open recommendations"
numerator_unit = "recommendation"
frequency = "month"
roll_up = ["quarter", "financial_year"]
breakdown = "type of recommendation"
lag_months = 0
caveats = [
    "A count of recommendations, not of how serious they are: a cause of concern weighs more.",
    "More inspections bring more recommendations; a rise after a report is not a decline.",
    "Closed on the day on which the inspectorate agreed, which may be long after the work was done.",
]
*/

with months as (
    select
        force_code,
        recommendation_type,
        max(source_file) as source_file,
        unnest(generate_series(
            date_trunc('month', min(min(raised_date)) over (partition by force_code)),
            date_trunc('month', max(max(register_date)) over (partition by force_code) + 1)
                - interval 1 month,
            interval 1 month
        ))::date as month_start_date,
    from core.inspection_recommendation
    where force_code is not null
    group by force_code, recommendation_type
)

select
    months.force_code as area_code,
    months.month_start_date as period_start_date,
    last_day(months.month_start_date) as period_end_date,
    months.recommendation_type as breakdown_value,
    count(register.recommendation_id) as numerator,
    null::bigint as denominator,
    numerator as value,
    any_value(months.source_file) as source_release,
from months
left join core.inspection_recommendation as register
    on months.force_code = register.force_code
    and months.recommendation_type = register.recommendation_type
    and register.raised_date <= last_day(months.month_start_date)
    and coalesce(register.closed_date > last_day(months.month_start_date), true)
group by months.force_code, months.month_start_date, months.recommendation_type
