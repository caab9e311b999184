/* metric
title = "Crimes not yet assigned an outcome"
definition = "Crimes recorded in the quarter that have no outcome yet, as a percentage of all crimes recorded in the quarter, as the newest delivery has them."
source = "police_outcomes"
unit = "percent"
better_when = "neither"
objective_id = "O2"
priority_id = "O2.1"
basis = "cohort"
aggregation = "none"
geography = "force"
frequency = "cohort_quarter"
population = "Crimes recorded by the force in the quarter"
numerator_name = "Crimes without an outcome"
numerator_unit = "offence"
denominator_name = "Crimes recorded in the quarter"
denominator_unit = "offence"
caveats = [
    "Says how unfinished the outcome rates of the same quarter still are, and stands beside them: the younger the quarter, the higher it is.",
    "Quarters of different ages are not compared.",
]
*/

with as_at as (
    select
        force_code,
        last_day(max(recorded_month_start_date)) as as_at_date,
    from core.police_outcome_crime
    group by force_code
),

cohort as (
    select
        force_code,
        date_trunc('quarter', recorded_date)::date as quarter_start_date,
        last_day(quarter_start_date + to_months(2)) as quarter_end_date,
        count(distinct recorded_month_start_date) as month_count,
        count(*) filter (where outcome_code is null) as open_count,
        count(*) as crime_count,
    from core.police_outcome_crime
    group by all
)

select
    cohort.force_code as area_code,
    cohort.quarter_start_date as period_start_date,
    cohort.quarter_end_date as period_end_date,
    case when cohort.month_count = 3 then cohort.open_count end as numerator,
    case when cohort.month_count = 3 then cohort.crime_count end as denominator,
    100.0 * numerator / denominator as value,
    case
        when cohort.quarter_end_date > as_at.as_at_date then 'not_due'
        when cohort.month_count < 3 then 'missing'
    end as state,
    case
        when cohort.month_count < 3 then cohort.month_count || ' of 3 months delivered: not a quarter'
    end as reason,
from cohort
inner join as_at using (force_code)
