/* metric
title = "Victim survey response rate"
definition = "People who answered the victim satisfaction survey, as a percentage of those asked in the quarter."
source = "victim_survey"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "neither"
population = "Victims of crime asked in the force's satisfaction survey"
numerator_name = "People who answered"
denominator_name = "People asked"
denominator_unit = "person"
roll_up = ["financial_year", "year_ending"]
caveats = [
    "The lower it is, the less the answers may say about all victims.",
]
*/

select
    force_code as area_code,
    quarter_start_date as period_start_date,
    max(quarter_end_date) as period_end_date,
    count(*) filter (has_answered) as numerator,
    count(*) as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    max(source_file) as source_release,
from core.victim_survey_response
group by force_code, quarter_start_date
