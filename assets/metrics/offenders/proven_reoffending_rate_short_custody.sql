/* metric
title = "Reoffending of adults released from short sentences"
definition = "Adults released from custodial sentences of less than twelve months who committed a proven reoffence within twelve months, as a percentage of those released."
theme = "offenders"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "neither"
basis = "cohort"
population = "Adults released from custodial sentences of less than twelve months"
geography = "England and Wales"
numerator_name = "Reoffenders"
numerator_unit = "reoffender"
denominator_name = "Adults released"
denominator_unit = "offender"
aggregation = "none"
frequency = "cohort_year"
lag_months = 22
publisher = "Ministry of Justice: Proven reoffending statistics"
owner = "Policy analyst, OPCC"
context_only = true
caveats = [
    "National context of another population: it may not be set beside the reoffending rate of all offenders as a comparison.",
    "Describes people released almost two years before publication.",
]
*/

with short_sentence as (
    select
        *,
        bool_or(sentence_length = 'less than 12 months') over (
            partition by cohort_length, cohort_start_date, cohort_end_date
        ) as has_own_row,
    from core.reoffending_cohort
    where offender_group = 'adult'
        and measure = 'new'
        -- The publisher's row, or the two bands that make it up.
        and sentence_length in (
            'less than 12 months',
            'less than or equal to 6 months',
            '6 months or less',
            'more than 6 months to less than 12 months'
        )
),

cohort as (
    select
        area_code,
        cohort_length,
        cohort_start_date,
        cohort_end_date,
        case when count(*) = count(offender_count) then sum(offender_count)::bigint end
            as offender_count,
        case when count(*) = count(reoffender_count) then sum(reoffender_count)::bigint end
            as reoffender_count,
        bool_or(is_suppressed) as is_suppressed,
        max(source_file) as source_file,
    from short_sentence
    where sentence_length = 'less than 12 months' or not has_own_row
    group by all
    having max(sentence_length) = 'less than 12 months' or count(*) = 2
)

select
    area_code,
    case cohort_length when 'year' then 'cohort_year' else 'cohort_quarter' end as period_type,
    cohort_start_date as period_start_date,
    cohort_end_date as period_end_date,
    reoffender_count as numerator,
    offender_count as denominator,
    100.0 * reoffender_count / nullif(offender_count, 0) as value,
    case
        when offender_count = 0 then 'not_applicable'
        when reoffender_count is not null and offender_count is not null then null
        when is_suppressed then 'suppressed'
        else 'missing'
    end as state,
    case
        when offender_count = 0 then 'No one was in this cohort.'
        when reoffender_count is not null and offender_count is not null then null
        when is_suppressed then 'Suppressed by the publisher: too few people.'
        else 'Not published for this cohort.'
    end as reason,
    source_file as source_release,
from cohort
