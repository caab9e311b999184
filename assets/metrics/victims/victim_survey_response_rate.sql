/* metric
title = "Victim survey response rate"
definition = "People who answered the victim satisfaction survey, as a percentage of those asked in the quarter."
theme = "victims"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "neither"
basis = "survey"
aggregation = "sum"
population = "Victims of crime asked in the force's satisfaction survey"
geography = "Police force area"
numerator_name = "People who answered"
numerator_unit = "response"
denominator_name = "People asked"
denominator_unit = "person"
frequency = "quarter"
roll_up = ["financial_year", "year_ending"]
lag_months = 1
publisher = "Constabulary survey team: victim satisfaction survey"
owner = "Performance analyst, OPCC"
disclosure = "people"
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
