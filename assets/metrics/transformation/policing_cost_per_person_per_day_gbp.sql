/* metric
title = "Cost of policing per person per day"
definition = "Net revenue expenditure of the force in the financial year, divided by the people living in its area at mid-year and by the days of the year, in pounds."
source = ["constabulary_finance", "ons_population"]
objective_id = "T1"
unit = "gbp_each"
better_when = "neither"
population = "Net revenue expenditure of the force"
numerator_name = "Net revenue expenditure"
denominator_name = "People living in the area at mid-year, for each day of the year"
denominator_unit = "day"
lag_months = 9
chart = "dots"
context_only = true
caveats = [
    "A low cost is not efficiency: places differ in need, and in what is counted as policing.",
    "The year in progress is the budget, not what was spent.",
    "Where the mid-year estimate of the financial year is not to hand, the nearest earlier one is used.",
]
*/

with spent as (
    select
        *,
        year(year_start_date) as mid_year,
        date_diff('day', year_start_date, year_end_date) + 1 as day_count,
    from core.police_finance
)

select
    spent.area_code,
    spent.year_start_date as period_start_date,
    spent.year_end_date as period_end_date,
    spent.net_revenue_expenditure_gbp as numerator,
    people.population * spent.day_count as denominator,
    numerator / nullif(denominator, 0)::double as value,
    case
        when value is null then 'missing'
        when spent.basis = 'estimate' or people.population_year < spent.mid_year then 'provisional'
    end as state,
    case
        when value is null then 'no population estimate was delivered for this area'
        when spent.basis = 'estimate' then 'the budget set before the year'
        when people.population_year < spent.mid_year
            then 'population of mid-' || people.population_year || ', the latest delivered'
    end as reason,
    spent.source_file as source_release,
from spent
asof left join core.population as people
    on spent.area_code = people.area_code
    and spent.mid_year >= people.population_year
