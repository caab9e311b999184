/* metric
title = "Police recorded crime by type per 1,000 people"
definition = "Offences of each Home Office offence group, without fraud, that the police recorded in the financial year per 1,000 people living in the force area at its mid-year."
source = "home_office_crime"
unit = "per_1000"
better_when = "neither"
objective_id = "O1"
population = "Notifiable offences recorded by the police"
numerator_name = "Offences of the type"
denominator_name = "People living in the force area at mid-year"
denominator_unit = "person"
breakdown = "offence_group"
breakdown_total = "none"
breakdown_note = "Each type stands over the same people; the rate of all crime is a measure of its own."
caveats = [
    "Recorded crime depends on how crime is reported and recorded: a rise is not by itself more crime.",
    "Violence, stalking and harassment, public order and sexual offences move most with recording practice.",
    "Later releases restate earlier quarters; the release received last is given.",
    "Where the mid-year estimate of the financial year is not to hand, the nearest earlier one is used, and the figure is provisional.",
]
chart = "bars"
*/

select
    force_code as area_code,
    period_start_date,
    period_end_date,
    offence_group as breakdown_value,
    case when max(quarter_count) = 4 then sum(offence_count)::bigint end as numerator,
    max(population) as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case when value is null then 'missing' else max(state) end as state,
    case
        when value is null and max(reason) is null then 'the release gives no number'
        else max(reason)
    end as reason,
    max(source_release) as source_release,
from core.recorded_crime_year
where offence_group <> 'Fraud offences'
group by force_code, period_start_date, period_end_date, offence_group
