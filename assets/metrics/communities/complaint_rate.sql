/* metric
title = "Complaints about the police"
definition = "Complaint cases recorded or logged in the financial year per 1,000 people employed by the force."
source = "iopc_complaints"
objective_id = "C2"
priority_id = "C2.1"
unit = "per_1000"
better_when = "neither"
basis = "flow"
aggregation = "none"
population = "Complaint cases about the force, its officers and staff"
geography = "police_force"
numerator_name = "Complaint cases"
numerator_unit = "complaint"
denominator_name = "People employed by the force"
denominator_unit = "employee"
frequency = "financial_year"
lag_months = 8
breaks = ["2020-02-01 Every expression of dissatisfaction is logged (Police (Conduct) Regulations 2020)"]
caveats = [
    "Since 1 February 2020 every expression of dissatisfaction is logged, so earlier years are not comparable.",
    "A rise may mean that people find it easier to complain.",
    "Only whole years are shown: a bulletin within the year gives the year to date.",
]
*/

select
    area_code,
    period_start_date,
    period_end_date,
    complaint_count as numerator,
    employee_count as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case when value is null then coalesce(complaint_count_state, 'missing') end as state,
    case when value is null then 'the publisher gives no figure for this force and year' end as reason,
    source_file as source_release,
from core.police_complaint
where area_code is not null
    and period_end_date = period_start_date + interval 1 year - interval 1 day
