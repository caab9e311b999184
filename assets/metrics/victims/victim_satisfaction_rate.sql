/* metric
title = "Victim satisfaction"
definition = "People who were completely, very or fairly satisfied with the whole experience, as a percentage of valid answers in the quarter."
source = "victim_survey"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "higher"
population = "Victims of crime asked in the force's satisfaction survey"
numerator_name = "People satisfied"
denominator_name = "Valid answers"
denominator_unit = "response"
roll_up = ["financial_year", "year_ending"]
caveats = [
    "A sample of those who answered: read it with its interval and with the share who answered.",
    "Not required of every force since 2017, so forces are not comparable.",
    "People who answered that they do not know are left out.",
]
*/

select
    force_code as area_code,
    quarter_start_date as period_start_date,
    max(quarter_end_date) as period_end_date,
    count(*) filter (is_satisfied) as numerator,
    count(*) filter (is_valid) as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'no one gave a valid answer in this quarter' end as reason,
    max(source_file) as source_release,
from core.victim_survey_response
group by force_code, quarter_start_date
