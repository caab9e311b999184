/* metric
title = "Population"
definition = "People living in the area at mid-year (30 June)."
source = "ons_population"
objective_id = "C1"
unit = "people"
better_when = "neither"
basis = "estimate"
aggregation = "last"
population = "Usual residents"
geography = "District, community safety partnership and police force area"
numerator_name = "People"
numerator_unit = "person"
frequency = "snapshot_date"
lag_months = 12
caveats = [
    "Estimates are rebased after each census, so an old year may change.",
    "A partnership or force is the sum of its districts, and has no figure unless all of them have one.",
]
chart = "bars"
*/

select
    area_code,
    make_date(population_year::integer, 6, 30) as period_start_date,
    make_date(population_year::integer, 6, 30) as period_end_date,
    population as numerator,
    null::bigint as denominator,
    population::double as value,
    source_release,
from core.population
