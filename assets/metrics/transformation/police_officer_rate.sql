/* metric
title = "Police officers per 1,000 people"
definition = "Full-time equivalent police officers on the day per 1,000 people living in the force area at the mid-year before it."
source = ["home_office_workforce", "ons_population"]
objective_id = "T2"
unit = "per_1000"
better_when = "neither"
population = "Police officers of the force"
numerator_name = "Police officers (full-time equivalent)"
numerator_unit = "officer"
denominator_name = "People living in the force area at mid-year"
denominator_unit = "person"
caveats = [
    "Full-time equivalents, not headcount: the two are never compared.",
    "The national uplift is counted from a baseline of its own (headcount, from September 2019).",
    "Where the mid-year estimate before the day is not to hand, the nearest earlier one is used, and the figure is provisional.",
]
chart = "dots"
*/

with officer as (
    select
        force_code as area_code,
        as_at_date,
        case when month(as_at_date) >= 6 then year(as_at_date) else year(as_at_date) - 1 end as mid_year,
        worker_count,
        source_release,
    from core.police_workforce
    where worker_type = 'police_officer' and measure = 'full_time_equivalent'
        and left(force_code, 1) <> 'X'
)

select
    officer.area_code,
    officer.as_at_date as period_start_date,
    officer.as_at_date as period_end_date,
    officer.worker_count as numerator,
    people.population as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case
        when value is null then 'missing'
        when people.population_year < officer.mid_year then 'provisional'
    end as state,
    case
        when officer.worker_count is null then 'the force gave no number for this day'
        when value is null then 'no population estimate was delivered for this area and year'
        when people.population_year < officer.mid_year
            then 'population of mid-' || people.population_year || ', the latest delivered'
    end as reason,
    officer.source_release,
from officer
asof left join core.population as people
    on officer.area_code = people.area_code
    and officer.mid_year >= people.population_year
