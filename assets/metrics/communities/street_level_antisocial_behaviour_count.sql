/* metric
title = "Street-level anti-social behaviour"
definition = "Anti-social behaviour incidents that data.police.uk publishes for the month."
theme = "communities"
objective_id = "C1"
priority_id = "C1.1"
unit = "count"
better_when = "lower"
basis = "flow"
aggregation = "sum"
population = "Anti-social behaviour incidents published at street level"
geography = "Police force area and community safety partnership"
numerator_name = "Anti-social behaviour incidents"
numerator_unit = "incident"
frequency = "month"
roll_up = ["quarter", "financial_year"]
partial = "missing"
kept_by_month = true
lag_months = 2
publisher = "data.police.uk (Home Office), from the force's monthly return"
owner = "Performance analyst, OPCC"
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
