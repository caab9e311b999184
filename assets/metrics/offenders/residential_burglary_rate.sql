/* metric
title = "Residential burglary per 1,000 households"
definition = "Residential burglaries (to March 2017: burglaries in a dwelling) that the police recorded in the financial year per 1,000 households in the force area."
source = ["home_office_crime", "ons_households"]
unit = "per_1000"
better_when = "lower"
objective_id = "O1"
population = "Residential burglaries recorded by the police"
numerator_name = "Residential burglaries"
denominator_name = "Households in the force area"
denominator_unit = "household"
breaks = ["2017-04-01 Burglary in a dwelling became residential burglary, which takes in sheds and garages"]
caveats = [
    "In April 2017 burglary in a dwelling became residential burglary, which takes in sheds and garages: years before and after are not compared.",
    "Later releases restate earlier quarters; the release received last is given.",
    "Where the household estimate of the financial year is not to hand, the nearest earlier one is used, and the figure is provisional.",
]
*/

with burglary as (
    select
        force_code as area_code,
        period_start_date,
        period_end_date,
        year(period_start_date) as mid_year,
        max(quarter_count) as quarter_count,
        coalesce(
            sum(offence_count) filter (
                where lower(offence_subgroup) in ('residential burglary', 'domestic burglary')
            ),
            0
        )::bigint as offence_count,
        max(source_release) as source_release,
    from core.recorded_crime_year
    group by force_code, period_start_date, period_end_date
)

select
    burglary.area_code,
    burglary.period_start_date,
    burglary.period_end_date,
    case when burglary.quarter_count = 4 then burglary.offence_count end as numerator,
    home.household_count as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case
        when value is null then 'missing'
        when home.household_year < burglary.mid_year then 'provisional'
    end as state,
    case
        when numerator is null then burglary.quarter_count || ' of 4 quarters delivered: not a year'
        when value is null then 'no household estimate was delivered for this area and year'
        when home.household_year < burglary.mid_year
            then 'households of ' || home.household_year || ', the latest delivered'
    end as reason,
    burglary.source_release,
from burglary
asof left join core.household as home
    on burglary.area_code = home.area_code
    and burglary.mid_year >= home.household_year
