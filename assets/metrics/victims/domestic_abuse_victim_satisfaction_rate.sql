/* metric
title = "Domestic abuse victim satisfaction"
definition = "Victims of domestic abuse who were completely, very or fairly satisfied with the whole experience, as a percentage of their valid answers in the half-year."
source = "victim_survey"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "higher"
population = "Victims of domestic abuse whom it was safe to ask"
numerator_name = "Victims of domestic abuse satisfied"
denominator_name = "Valid answers of victims of domestic abuse"
denominator_unit = "response"
frequency = "half_year"
roll_up = ["financial_year"]
caveats = [
    "Only victims whom it was safe to contact are asked, and their experience may differ from others'.",
    "A sample of those who answered: read it with its interval.",
]
*/

with answered as (
    select
        force_code,
        (
            date_trunc('year', quarter_start_date - interval 3 month)
            + to_months(case when month(quarter_start_date - interval 3 month) > 6 then 9 else 3 end)
        )::date as half_year_start_date,
        quarter_start_date,
        is_satisfied,
        is_valid,
        source_file,
    from core.victim_survey_response
    where is_domestic_abuse
)

select
    force_code as area_code,
    half_year_start_date as period_start_date,
    (half_year_start_date + interval 6 month - interval 1 day)::date as period_end_date,
    count(*) filter (is_satisfied) as numerator,
    count(*) filter (is_valid) as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when count(distinct quarter_start_date) < 2 then 'provisional'
    end as state,
    case
        when denominator = 0 then 'no one gave a valid answer in this half-year'
        when count(distinct quarter_start_date) < 2 then 'one of two quarters was delivered'
    end as reason,
    max(source_file) as source_release,
from answered
group by force_code, half_year_start_date
