/* metric
title = "First time entrants to the youth justice system"
definition = "Children aged 10 to 17 who received their first caution or conviction in the year, per 100,000 children of that age."
source = "youth_justice_entrants"
objective_id = "O3"
priority_id = "O3.2"
unit = "per_100000"
better_when = "lower"
basis = "flow"
population = "Children aged 10 to 17"
geography = "Upper-tier local authority of residence; region; England and Wales"
numerator_name = "Children with a first caution or conviction"
numerator_unit = "child"
denominator_name = "Children aged 10 to 17"
denominator_unit = "child"
aggregation = "none"
frequency = "year_ending"
lag_months = 13
disclosure = "people"
caveats = [
    "Counts from the Police National Computer and from the youth offending teams' own systems differ.",
    "Small numbers in most areas: read the interval, not the figure alone.",
    "Policy on out-of-court disposals moves it: a community resolution makes no entrant.",
    "Cambridgeshire is the county here and leaves out Peterborough; the force area holds both.",
]
*/

select
    area_code,
    year_start_date as period_start_date,
    year_end_date as period_end_date,
    entrant_count as numerator,
    child_population as denominator,
    -- Where the children of that age are not delivered the publisher's own rate stands.
    coalesce(100000.0 * entrant_count / nullif(child_population, 0), rate_per_100000) as value,
    case when value is null then coalesce(entrant_count_state, 'missing') end as state,
    case
        when value is not null then null
        when entrant_count_state = 'suppressed' then 'Suppressed by the publisher: too few children.'
        when entrant_count is not null
            then 'Neither a rate nor the number of children aged 10 to 17 was delivered.'
        else 'Not published for this area and year.'
    end as reason,
    source_file as source_release,
from core.first_time_entrant
where area_code <> 'X99000000'
    -- A year of which only the population came is not a year of entrants.
    and (entrant_count is not null or entrant_count_state is not null or rate_per_100000 is not null)
