/* metric
title = "Prosecutions possible, dwelling burglary"
definition = "Dwelling burglaries given an outcome of the local group `prosecution possible` in the month, as a percentage of the dwelling burglaries recorded in the month."
source = "police_outcomes"
unit = "percent"
better_when = "higher"
objective_id = "O2"
priority_id = "O2.1"
geography = "force_and_csp"
population = "Dwelling burglaries recorded by the force"
numerator_name = "Dwelling burglaries given an outcome with a prosecution possible"
numerator_unit = "offence"
denominator_name = "Dwelling burglaries recorded"
denominator_unit = "offence"
roll_up = ["quarter", "financial_year"]
caveats = [
    "Outcomes assigned in the month over crimes recorded in the same month: mostly not the same crimes, so it may pass 100.",
    "The local group holds outcomes 1, 1A, 2, 2A, 3, 3A, 4, 6, 7, 8 and 22; it is neither the positive outcome rate nor the charge rate.",
    "About 180 offences a month: a few more or fewer outcomes move the rate by a percentage point.",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(prosecution_possible_count)::bigint as numerator,
    sum(recorded_count)::bigint as denominator,
    100.0 * numerator / denominator as value,
from core.police_outcome_month
where lower(offence_group) = 'dwelling burglary'
group by area_code, month_start_date
having sum(recorded_count) > 0
