/* metric
title = "Stop and search: find rate"
definition = "Stops and searches in the month that led to an outcome other than no further action linked to what was searched for, as a percentage of the stops and searches of which this is known."
source = "police_uk"
unit = "percent"
better_when = "higher"
objective_id = "C2"
priority_id = "C2.1"
geography = "force"
population = "Stops and searches published by the force"
numerator_name = "Searches that found what was searched for"
numerator_unit = "search"
denominator_name = "Searches of which it is known"
denominator_unit = "search"
breakdown = "officer_defined_ethnicity"
breakdown_note = "Ethnicity as the officer saw it; the parts add up to the total. A lower find rate in one part means searches on weaker grounds."
disclosure = "people"
caveats = [
    "Counts of searches are not set against residents by ethnicity: those who live in an area are a poor measure of those who are out in it.",
    "Few searches in a part: read a find rate with its interval.",
    "A search counts in the month of its local date. Searches of which the force gave neither an outcome nor a link are left out of both parts.",
]
*/

with counted as (
    select
        force_code,
        month_start_date,
        officer_defined_ethnicity as breakdown_value,
        sum(found_count)::bigint as found_count,
        sum(known_count)::bigint as known_count,
        max(source_release) as source_release,
    from core.stop_and_search
    where is_delivered
    group by grouping sets (
        (force_code, month_start_date), (force_code, month_start_date, officer_defined_ethnicity)
    )
)

select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    breakdown_value,
    case when known_count > 0 then found_count end as numerator,
    nullif(known_count, 0) as denominator,
    100.0 * numerator / denominator as value,
    case when known_count = 0 then 'missing' end as state,
    case when known_count = 0 then 'the force published no outcome of these searches' end as reason,
    source_release,
from counted
where breakdown_value is null or known_count > 0
