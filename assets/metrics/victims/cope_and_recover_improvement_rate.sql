/* metric
title = "Victims better able to cope and recover"
definition = "People whose score improved on at least one outcome from the start to the end of support, as a percentage of the people with both scores whose support ended in the half-year."
objective_id = "V2"
priority_id = "V2.1"
unit = "percent"
better_when = "higher"
basis = "cohort"
aggregation = "sum"
population = "People whose support ended and who have a score at start and at exit"
geography = "force"
numerator_name = "People whose score improved"
numerator_unit = "person"
denominator_name = "People with both scores"
denominator_unit = "person"
frequency = "half_year"
roll_up = ["financial_year"]
breakdown = "outcome"
breakdown_total = "none"
breakdown_note = "One person may improve on several outcomes, so they do not add up to the total; the last line says how many of those whose support ended have both scores."
lag_months = 1
publisher = "Victims' services providers: Ministry of Justice outcome return"
owner = "victims_services"
disclosure = "people"
chart = "dots"
caveats = [
    "Only people with both scores are counted; the share of people who have both stands beside it.",
    "People who stay to the end may differ from those who leave early.",
    "Without a comparison group it cannot be said that the support made the difference.",
]
*/

with summed as (
    select
        force_code,
        half_year_start_date,
        half_year_end_date,
        outcome_domain,
        sum(ended_count)::bigint as ended_count,
        sum(both_scores_count)::bigint as both_scores_count,
        sum(improved_count)::bigint as improved_count,
        max(source_file) as source_file,
    from core.victim_outcome
    group by all
),

parts as (
    select
        *,
        nullif(outcome_domain, 'any domain') as breakdown_value,
        improved_count as numerator,
        both_scores_count as denominator,
    from summed

    union all

    select *, 'both scores, of all whose support ended', both_scores_count, ended_count
    from summed
    where outcome_domain = 'any domain'
)

select
    force_code as area_code,
    half_year_start_date as period_start_date,
    half_year_end_date as period_end_date,
    breakdown_value,
    numerator,
    denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'no one has both scores in this half-year' end as reason,
    source_file as source_release,
from parts
