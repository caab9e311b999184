/* metric
title = "Positive outcome rate"
definition = "Police outcomes of the month that are positive (a charge, a caution, a penalty notice, a drugs possession warning or a local resolution), as a percentage of all police outcomes of the month."
source = "police_uk"
unit = "percent"
better_when = "higher"
objective_id = "O2"
priority_id = "O2.1"
kept_by_month = true
population = "Outcomes of crimes, published at street level"
numerator_name = "Positive outcomes"
numerator_unit = "outcome"
denominator_name = "Police outcomes"
denominator_unit = "outcome"
caveats = [
    "Counts outcomes, not crimes: a crime with several suspects has several. Rows equal in every column are counted once.",
    "An outcome given in the month often belongs to a crime recorded earlier: this is a flow, not a cohort.",
    "Court results are left out. A positive outcome, a charge and a prosecution possible are three different rates.",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    case when outcome_count > 0 then positive_count end as numerator,
    nullif(outcome_count, 0) as denominator,
    100.0 * numerator / denominator as value,
    case when denominator is null then 'missing' end as state,
    case
        when denominator is null then 'no police outcomes were published for this month'
    end as reason,
from core.street_outcome_month
