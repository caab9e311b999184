/* metric
title = "Anti-social behaviour per 1,000 people"
definition = "Street-level anti-social behaviour incidents in the month per 1,000 people living in the area at the mid-year of its financial year; a longer period gives the average of its months."
source = ["police_uk", "ons_population"]
objective_id = "C1"
priority_id = "C1.1"
unit = "per_1000"
better_when = "lower"
population = "Anti-social behaviour incidents published at street level"
numerator_name = "Anti-social behaviour incidents"
numerator_unit = "incident"
denominator_name = "People living in the area at mid-year"
denominator_unit = "person"
kept_by_month = true
caveats = [
    "Anti-social behaviour is not crime.",
    "Where the mid-year estimate of the financial year is not to hand, the nearest earlier one is used, and the figure is provisional.",
    "Residents are counted, not visitors: Cambridge by day holds many more people.",
]
*/

with incidents as (
    select
        area_code,
        month_start_date,
        year(month_start_date - to_months(3)) as mid_year,
        incident_count,
    from core.street_antisocial_behaviour
    where left(area_code, 1) <> 'X'
)

select
    incidents.area_code,
    incidents.month_start_date as period_start_date,
    last_day(incidents.month_start_date) as period_end_date,
    incidents.incident_count as numerator,
    people.population as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case
        when value is null then 'missing'
        when people.population_year < incidents.mid_year then 'provisional'
    end as state,
    case
        when value is null then 'no population estimate was delivered for this area and year'
        when people.population_year < incidents.mid_year
            then 'population of mid-' || people.population_year || ', the latest delivered'
    end as reason,
    people.source_release,
from incidents
asof left join core.population as people
    on incidents.area_code = people.area_code
    and incidents.mid_year >= people.population_year
