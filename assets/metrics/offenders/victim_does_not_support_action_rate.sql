/* metric
title = "Crimes closed because the victim does not support action"
definition = "Crimes given outcome 14 or 16 (the victim does not support further action) in the month, as a percentage of all crimes given an outcome in the month; 14, where no suspect is known, and 16, where one is, are given apart as well."
source = "police_outcomes"
unit = "percent"
better_when = "lower"
objective_id = "O2"
priority_id = "O2.1"
geography = "force"
population = "Crimes given an outcome by the force"
numerator_name = "Crimes closed because the victim does not support action"
numerator_unit = "offence"
denominator_name = "Crimes given an outcome"
denominator_unit = "offence"
roll_up = ["quarter", "financial_year"]
breakdown = "outcome_code"
breakdown_total = "none"
breakdown_note = "Each part is a share of all crimes given an outcome; the two shares add up to the total."
caveats = [
    "Outcome 14 has no named suspect and outcome 16 has one: they are different failures and are reported apart.",
    "Counts crimes by the month of the outcome, of the crimes delivered: an outcome of a crime older than the first delivery is not in it.",
]
chart = "bars"
*/

with counted as (
    select
        area_code,
        month_start_date,
        sum(unsupported_no_suspect_count)::bigint as no_suspect_count,
        sum(unsupported_suspect_count)::bigint as suspect_count,
        sum(assigned_count)::bigint as assigned_count,
    from core.police_outcome_month
    where area_code in (select force_code from core.police_force)
    group by area_code, month_start_date
    having sum(recorded_count) > 0 and sum(assigned_count) > 0
),

parts as (
    select
        area_code,
        month_start_date,
        assigned_count,
        unnest([
            {'part': null::varchar, 'part_count': no_suspect_count + suspect_count},
            {'part': '14: no suspect identified', 'part_count': no_suspect_count},
            {'part': '16: suspect identified', 'part_count': suspect_count},
        ], recursive := true),
    from counted
)

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    part as breakdown_value,
    part_count as numerator,
    assigned_count as denominator,
    100.0 * numerator / denominator as value,
from parts
