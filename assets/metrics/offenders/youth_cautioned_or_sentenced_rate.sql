/* metric
title = "Children cautioned or sentenced"
definition = "Children aged 10 to 17 who were cautioned or sentenced in the year, per 10,000 children of that age."
source = "youth_justice"
objective_id = "O3"
priority_id = "O3.2"
unit = "per_10000"
better_when = "lower"
basis = "flow"
aggregation = "none"
population = "Children aged 10 to 17"
geography = "Upper-tier local authority; England"
numerator_name = "Children cautioned or sentenced"
numerator_unit = "child"
frequency = "financial_year"
lag_months = 10
owner = "youth_justice_board"
disclosure = "people"
caveats = [
    "The rate is the publisher's own, in whole numbers: the population it is taken over is not published with it.",
    "Cambridgeshire is the county here and leaves out Peterborough; the force area holds both.",
    "Not first-time entrants: a child with an earlier caution counts again.",
]
*/

select
    area_code,
    period_start_date,
    period_end_date,
    child_count as numerator,
    null::bigint as denominator,
    rate_per_10000 as value,
    case when rate_per_10000 is null then coalesce(rate_state, 'missing') end as state,
    case
        when rate_per_10000 is not null then null
        when rate_state = 'suppressed' then 'Suppressed by the publisher: too few children.'
        else 'No rate is published for this area and year.'
    end as reason,
    source_file as source_release,
from core.child_cautioned_or_sentenced
