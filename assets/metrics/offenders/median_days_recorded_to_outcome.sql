/* metric
title = "Median days from a crime's recording to its outcome"
definition = "The middle number of days between the recording of a crime and its outcome, of the outcomes assigned in the quarter."
source = "police_outcomes"
unit = "days"
better_when = "lower"
objective_id = "O2"
priority_id = "O2.1"
aggregation = "none"
geography = "force"
frequency = "quarter"
population = "Crimes given an outcome by the force"
numerator_name = "Days from recording to outcome (median)"
numerator_unit = "day"
caveats = [
    "Only crimes with an outcome are in it: it falls when hard crimes stay open, so the share not yet assigned an outcome stands beside it.",
    "A median is never added up or averaged over quarters.",
    "In the first year of deliveries, outcomes of crimes recorded before the first one are not in it.",
]
*/

with covered as (
    select
        force_code,
        min(recorded_month_start_date) as first_month,
        last_day(max(recorded_month_start_date)) as as_at_date,
    from core.police_outcome_crime
    group by force_code
),

quarter_covered as (
    select
        force_code,
        date_trunc('quarter', recorded_month_start_date)::date as quarter_start_date,
        last_day(quarter_start_date + to_months(2)) as quarter_end_date,
        count(distinct recorded_month_start_date) as month_count,
    from core.police_outcome_crime
    group by all
),

assigned as (
    select
        force_code,
        date_trunc('quarter', outcome_date)::date as quarter_start_date,
        median(date_diff('day', recorded_date, outcome_date)) as median_days,
    from core.police_outcome_crime
    where outcome_code is not null
    group by all
)

select
    quarter_covered.force_code as area_code,
    quarter_covered.quarter_start_date as period_start_date,
    quarter_covered.quarter_end_date as period_end_date,
    null::bigint as numerator,
    null::bigint as denominator,
    case when quarter_covered.month_count = 3 then assigned.median_days end as value,
    case
        when quarter_covered.quarter_end_date > covered.as_at_date then 'not_due'
        when value is null then 'missing'
        when quarter_covered.quarter_start_date < covered.first_month + to_months(12) then 'immature'
    end as state,
    case
        when quarter_covered.month_count < 3
            then quarter_covered.month_count || ' of 3 months delivered: not a quarter'
        when value is null then 'no outcome was assigned in this quarter'
        when quarter_covered.quarter_start_date < covered.first_month + to_months(12)
            then 'crimes recorded before ' || strftime(covered.first_month, '%B %Y') || ' were not delivered'
    end as reason,
from quarter_covered
inner join covered using (force_code)
left join assigned using (force_code, quarter_start_date)
