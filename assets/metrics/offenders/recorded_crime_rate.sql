/* metric
title = "Police recorded crime per 1,000 people"
definition = "Offences, without fraud, that the police recorded in the financial year per 1,000 people living in the force area at its mid-year."
unit = "per_1000"
better_when = "neither"
theme = "offenders"
objective_id = "O2"
priority_id = "O2.2"
basis = "flow"
aggregation = "none"
geography = "Police force area"
publisher = "Home Office: Police recorded crime open data tables"
owner = "Performance analyst, OPCC"
population = "Notifiable offences recorded by the police"
numerator_name = "Offences"
numerator_unit = "offence"
denominator_name = "People living in the force area at mid-year"
denominator_unit = "person"
frequency = "financial_year"
lag_months = 4
caveats = [
    "Recorded crime depends on how crime is reported and recorded (inspections from 2014, a new crime system in 2018): a rise is not by itself more crime.",
    "Later releases restate earlier quarters; the release received last is given.",
    "Where the mid-year estimate of the financial year is not to hand, the nearest earlier one is used, and the figure is provisional.",
]
*/

with counted as (
    select
        force_code as area_code,
        financial_year,
        left(financial_year, 4)::integer as mid_year,
        count(distinct financial_quarter) as quarter_count,
        coalesce(sum(offence_count) filter (where offence_group <> 'Fraud offences'), 0)::bigint as offence_count,
        max(source_release) as source_release,
    from core.recorded_crime
    where left(force_code, 1) <> 'X'
    group by force_code, financial_year
)

select
    counted.area_code,
    make_date(counted.mid_year, 4, 1) as period_start_date,
    make_date(counted.mid_year + 1, 3, 31) as period_end_date,
    case when counted.quarter_count = 4 then counted.offence_count end as numerator,
    people.population as denominator,
    1000.0 * numerator / nullif(denominator, 0) as value,
    case
        when value is null then 'missing'
        when people.population_year < counted.mid_year then 'provisional'
    end as state,
    case
        when numerator is null then counted.quarter_count || ' of 4 quarters delivered: not a year'
        when value is null then 'no population estimate was delivered for this area and year'
        when people.population_year < counted.mid_year
            then 'population of mid-' || people.population_year || ', the latest delivered'
    end as reason,
    counted.source_release,
from counted
asof left join core.population as people
    on counted.area_code = people.area_code
    and counted.mid_year >= people.population_year
