/* metric
title = "Drug treatment continued after prison"
definition = "Adults who engaged in community drug treatment within three weeks of release from prison, as a percentage of adults released who needed to go on with treatment."
source = "public_health_outcomes"
objective_id = "O3"
unit = "percent"
better_when = "higher"
basis = "flow"
population = "Adults released from prison with a need for drug treatment in the community"
geography = "Upper-tier local authority; region; England"
numerator_name = "Adults who engaged within three weeks"
numerator_unit = "person"
denominator_name = "Adults released who needed treatment"
denominator_unit = "person"
aggregation = "none"
frequency = "financial_year"
lag_months = 6
disclosure = "people"
caveats = [
    "Small numbers: read the interval, not the figure alone.",
    "Cambridgeshire is the county here and leaves out Peterborough, which has its own row.",
]
*/

select
    area_code,
    period_type,
    period_start_date,
    period_end_date,
    engaged_count as numerator,
    released_count as denominator,
    -- Where the counts are withheld the publisher's own rate stands.
    coalesce(100.0 * engaged_count / nullif(released_count, 0), value_percent) as value,
    case
        when value is not null then null
        when released_count = 0 then 'not_applicable'
        else coalesce(value_percent_state, 'missing')
    end as state,
    case
        when value is not null then null
        when released_count = 0 then 'No one released needed treatment.'
        when value_percent_state = 'suppressed' then 'Suppressed by the publisher: too few people.'
        else 'Not published for this area and year.'
    end as reason,
    source_file as source_release,
from core.drug_treatment_continuity
