/* metric
title = "Violence with injury per 1,000 people"
definition = "Offences of violence with injury that the police recorded in the financial year per 1,000 people living in the force area at its mid-year."
source = "home_office_crime"
unit = "per_1000"
better_when = "lower"
objective_id = "O2"
priority_id = "O2.2"
population = "Notifiable offences recorded by the police"
numerator_name = "Offences of violence with injury"
denominator_name = "People living in the force area at mid-year"
denominator_unit = "person"
caveats = [
    "Recorded crime depends on how crime is reported and recorded (inspections from 2014, a new crime system in 2018): a rise is not by itself more crime.",
    "Later releases restate earlier quarters; the release received last is given.",
    "Violence with injury is the part of violence that recording practice moves least.",
    "Where the mid-year estimate of the financial year is not to hand, the nearest earlier one is used, and the figure is provisional.",
]
*/

select
    force_code as area_code,
    period_start_date,
    period_end_date,
    case
        when max(quarter_count) = 4
            then coalesce(sum(offence_count) filter (where offence_subgroup = 'Violence with injury'), 0)::bigint
    end as numerator,
    max(population) as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    max(state) as state,
    max(reason) as reason,
    max(source_release) as source_release,
from core.recorded_crime_year
group by force_code, period_start_date, period_end_date
