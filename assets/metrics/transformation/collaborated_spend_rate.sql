/* metric
title = "Spending through collaboration"
definition = "Net revenue expenditure that goes through units shared with other forces or services, as a percentage of net revenue expenditure in the financial year."
source = "constabulary_finance"
objective_id = "T1"
priority_id = "T1.1"
unit = "percent"
better_when = "neither"
population = "Net revenue expenditure of the force"
numerator_name = "Expenditure through shared units"
denominator_name = "Net revenue expenditure"
denominator_unit = "gbp"
lag_months = 6
chart = "bars"
caveats = [
    "Depends on the recharge that the partners agreed: a change of the rule changes the share.",
    "More collaboration is not better by itself.",
]
*/

select
    area_code,
    year_start_date as period_start_date,
    year_end_date as period_end_date,
    collaborated_spend_gbp as numerator,
    net_revenue_expenditure_gbp as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when value is null then 'missing'
        when basis = 'estimate' then 'provisional'
    end as state,
    case
        when value is null then 'spending through shared units was not delivered'
        when basis = 'estimate' then 'the budget set before the year'
    end as reason,
    source_file as source_release,
from core.police_finance
