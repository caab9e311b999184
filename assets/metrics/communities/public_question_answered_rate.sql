/* metric
title = "Public questions answered by the next board"
definition = "Questions of the public to the Chief Constable that were answered by the first board after they were raised, as a percentage of the questions due at the boards of the quarter."
source = "question_register"
objective_id = "C2"
priority_id = "C2.1"
unit = "percent"
better_when = "higher"
basis = "cohort"
aggregation = "sum"
population = "Questions of the public put to the Chief Constable"
geography = "force"
numerator_name = "Questions answered by the next board"
numerator_unit = "question"
denominator_name = "Questions due at a board"
denominator_unit = "question"
frequency = "quarter"
roll_up = ["financial_year"]
partial = "over_present"
lag_months = 0
chart = "bars"
caveats = [
    "Counts whether a question was answered in time, not how well.",
    "A question whose board is still to come is not yet counted.",
]
*/

with due as (
    select
        *,
        date_trunc('quarter', board_date)::date as quarter_start_date,
        (date_trunc('quarter', board_date) + interval 3 month - interval 1 day)::date
            as quarter_end_date,
    from core.public_question
    where is_due
)

select
    force_code as area_code,
    quarter_start_date as period_start_date,
    max(quarter_end_date) as period_end_date,
    count(*) filter (is_answered_in_time) as numerator,
    count(*) as denominator,
    100.0 * numerator / denominator as value,
    case when max(register_date) < max(quarter_end_date) then 'provisional' end as state,
    case
        when max(register_date) < max(quarter_end_date)
            then 'the register is of ' || strftime(max(register_date), '%-d %B %Y')
    end as reason,
    max(source_file) as source_release,
from due
group by force_code, quarter_start_date
