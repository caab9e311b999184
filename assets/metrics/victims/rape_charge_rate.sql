/* metric
title = "Rape: charge rate of offences recorded in the year"
definition = "Rape offences recorded in the financial year that have been charged or summonsed by the release, as a percentage of the rape offences recorded in the year."
source = "home_office_crime_outcomes"
unit = "percent"
better_when = "higher"
objective_id = "V2"
basis = "cohort"
aggregation = "none"
geography = "force"
frequency = "cohort_year"
lag_months = 4
maturity_months = 12
population = "Rape offences recorded by the police in the year"
numerator_name = "Rape offences charged or summonsed"
numerator_unit = "offence"
denominator_name = "Rape offences recorded"
denominator_unit = "offence"
caveats = [
    "Few offences and long investigations: only whole years are given, and the newest rises as investigations end.",
    "The days from recording to charge are not in this release.",
    "Years are compared only at the same age: a year's first release with another's first.",
]
*/

with counted as (
    select
        force_code,
        left(financial_year, 4)::integer as first_year,
        count(distinct quarter_start_date) as quarter_count,
        coalesce(sum(offence_count) filter (where is_charged), 0)::bigint as charged_count,
        sum(offence_count)::bigint as offence_count,
        max(source_release) as source_release,
    from core.offence_outcome
    where left(force_code, 3) in ('E23', 'W15') and starts_with(lower(offence_subgroup), 'rape')
    group by all
)

select
    force_code as area_code,
    make_date(first_year, 4, 1) as period_start_date,
    make_date(first_year + 1, 3, 31) as period_end_date,
    case when quarter_count = 4 and offence_count > 0 then charged_count end as numerator,
    case when quarter_count = 4 and offence_count > 0 then offence_count end as denominator,
    100.0 * numerator / denominator as value,
    case when value is null then 'missing' end as state,
    case
        when quarter_count < 4 then quarter_count || ' of 4 quarters delivered: not a year'
        when value is null then 'the release gives no rape offence in this year'
    end as reason,
    source_release,
from counted
