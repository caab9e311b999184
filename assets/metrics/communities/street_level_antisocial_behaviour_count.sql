/* metric
title = "Street-level anti-social behaviour"
definition = "Anti-social behaviour incidents that data.police.uk publishes for the month."
source = "police_uk"
objective_id = "C1"
priority_id = "C1.1"
unit = "count"
better_when = "lower"
population = "Anti-social behaviour incidents published at street level"
numerator_name = "Anti-social behaviour incidents"
numerator_unit = "incident"
kept_by_month = true
caveats = [
    "Anti-social behaviour is not crime, and is never added to it.",
    "Forces have moved incidents to public order offences over the years: a fall may be a change of recording.",
    "Places are anonymised by the publisher; crimes without a place, and those placed outside the force area, count in areas of their own (X98, X99).",
]
*/

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    incident_count as numerator,
    null::bigint as denominator,
    numerator::double as value,
from core.street_antisocial_behaviour
