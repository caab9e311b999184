-- Proven reoffending as rates: reoffenders of offenders, and reoffences of reoffenders.
-- Grain: one row per figure (rate, frequency), area, measure, cohort, offender group and sentence.
-- sentence is null on the rows of everyone, else `less than 12 months`: adults released from custody,
-- the publisher's own row of them or the two bands that make it up.

with short_sentence as (
    select
        *,
        bool_or(sentence_length = 'less than 12 months') over (
            partition by cohort_length, cohort_start_date, cohort_end_date
        ) as has_own_row,
    from core.reoffending_cohort
    where offender_group = 'adult'
        and measure = 'new'
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
        measure,
        offender_group,
        null as sentence,
        cohort_length,
        cohort_start_date,
        cohort_end_date,
        offender_count,
        reoffender_count,
        reoffence_count,
        is_suppressed,
        source_file,
    from core.reoffending_cohort
    where sentence_length is null

    union all by name

    select
        area_code,
        measure,
        offender_group,
        'less than 12 months' as sentence,
        cohort_length,
        cohort_start_date,
        cohort_end_date,
        case when count(*) = count(offender_count) then sum(offender_count)::bigint end
            as offender_count,
        case when count(*) = count(reoffender_count) then sum(reoffender_count)::bigint end
            as reoffender_count,
        case when count(*) = count(reoffence_count) then sum(reoffence_count)::bigint end
            as reoffence_count,
        bool_or(is_suppressed) as is_suppressed,
        max(source_file) as source_file,
    from short_sentence
    where sentence_length = 'less than 12 months' or not has_own_row
    group by area_code, measure, offender_group, cohort_length, cohort_start_date, cohort_end_date
    having max(sentence_length) = 'less than 12 months' or count(*) = 2
),

figure as (
    select
        'rate' as figure,
        *,
        reoffender_count as part_count,
        offender_count as whole_count,
        'No one was in this cohort.' as reason_of_nought,
    from cohort

    union all by name

    select
        'frequency' as figure,
        *,
        reoffence_count as part_count,
        reoffender_count as whole_count,
        'No one of this cohort reoffended.' as reason_of_nought,
    from cohort
)

select
    figure,
    area_code,
    measure,
    offender_group,
    sentence,
    case cohort_length when 'year' then 'cohort_year' else 'cohort_quarter' end as period_type,
    cohort_start_date,
    cohort_end_date,
    part_count,
    whole_count,
    case
        when whole_count = 0 then 'not_applicable'
        when part_count is not null and whole_count is not null then null
        when is_suppressed then 'suppressed'
        else 'missing'
    end as state,
    case state
        when 'not_applicable' then reason_of_nought
        when 'suppressed' then 'Suppressed by the publisher: too few people.'
        when 'missing' then 'Not published for this cohort.'
    end as reason,
    source_file,
from figure
