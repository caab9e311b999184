/* metric
title = "Out-of-court disposals"
definition = "Crimes given a caution, a penalty notice, a cannabis or khat warning, a community resolution or a diversionary activity in the month (outcomes 2, 2A, 3, 3A, 6, 7, 8 and 22)."
source = "police_outcomes"
unit = "count"
better_when = "neither"
objective_id = "O2"
priority_id = "O2.1"
geography = "force_and_csp"
population = "Crimes recorded by the force"
numerator_name = "Crimes given an out-of-court disposal"
numerator_unit = "offence"
roll_up = ["quarter", "financial_year"]
caveats = [
    "A rise is policy, not by itself good or bad.",
    "Counts crimes by the month of the disposal, of the crimes delivered: a disposal of a crime older than the first delivery is not in it.",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    sum(out_of_court_count)::bigint as numerator,
    null::bigint as denominator,
    numerator::double as value,
from core.police_outcome_month
group by area_code, month_start_date
having sum(recorded_count) > 0
