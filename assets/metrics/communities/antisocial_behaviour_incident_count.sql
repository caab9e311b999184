/* metric
title = "Anti-social behaviour incidents, year ending March"
definition = "Anti-social behaviour incidents that the police recorded in the year ending March, as the Office for National Statistics publishes them."
source = "ons_force_area_tables"
objective_id = "C1"
priority_id = "C1.1"
unit = "count"
better_when = "lower"
basis = "flow"
aggregation = "none"
population = "Anti-social behaviour incidents recorded by the police"
geography = "force"
numerator_name = "Anti-social behaviour incidents"
numerator_unit = "incident"
frequency = "year_ending"
lag_months = 4
caveats = [
    "Not designated as National Statistics; forces differ in how they record incidents.",
    "Editions are revised: the newest one that has the year is given.",
    "Breaches of public health restrictions raise the year ending March 2021.",
]
chart = "bars"
*/

select
    force_code as area_code,
    period_start_date,
    period_end_date,
    incident_count as numerator,
    null::bigint as denominator,
    incident_count::double as value,
    case when incident_count is null then 'missing' end as state,
    case when incident_count is null then 'not available in the edition named' end as reason,
    source_release,
from core.antisocial_behaviour_incident
