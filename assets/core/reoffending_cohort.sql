-- Proven reoffending of each cohort, by area and by sentence length, as counts of people.
-- Grain: one row per area, measure, cohort length, offender group, sentence length and cohort.
-- sentence_length is null on the rows of everyone: releases from a sentence are a part of them.
--
-- Offender, reoffender and reoffence are three counts: the rate is reoffenders over offenders, the
-- frequency reoffences over reoffenders. The old and the new measure count from different records.

with national as (
    select
        measure,
        temporal_unit,
        offender_group,
        cohort_start,
        max(value) filter (rate = 'cohort') as offenders,
        max(value) filter (rate = 'reoffenders') as reoffenders,
        max(value) filter (rate = 'reoffences') as reoffences,
        max(source_file) as source_file,
    from raw.proven_reoffending
    group by all
),

workbooks as (
    select
        area_code,
        area_name,
        null as sentence_length,
        offender_group,
        period,
        offender_count,
        reoffender_count,
        reoffence_count,
        source_file,
    from raw.proven_reoffending_by_area

    union all by name

    select
        'K04000001' as area_code,
        'England and Wales' as area_name,
        lower(trim(regexp_replace(sentence_length, ' *[\[(][^\])]*[\])]', '', 'g')))
            as sentence_length,
        offender_group,
        period,
        offender_count,
        reoffender_count,
        reoffence_count,
        source_file,
    from raw.proven_reoffending_by_sentence
),

areas as (
    select
        area_code,
        area_name,
        sentence_length,
        case
            when regexp_matches(lower(offender_group), 'juvenile|child|youth|young')
                and offender_group not ilike '%adult%' then 'juvenile'
            when offender_group ilike '%adult%'
                and not regexp_matches(lower(offender_group), 'juvenile|child|youth|young')
                then 'adult'
            else coalesce(
                nullif(lower(trim(regexp_replace(offender_group, '(?i) *offenders$', ''))), ''),
                'all'
            )
        end as offender_group,
        strptime('1 ' || split_part(period, ' to ', 1), '%-d %B %Y')::date as cohort_start,
        last_day(strptime('1 ' || split_part(period, ' to ', 2), '%-d %B %Y')::date) as cohort_end,
        try_cast(replace(offender_count, ',', '') as double) as offenders,
        try_cast(replace(reoffender_count, ',', '') as double) as reoffenders,
        try_cast(replace(reoffence_count, ',', '') as double) as reoffences,
        list_has_any(['*', '~', '[c]'], [offender_count, reoffender_count, reoffence_count])
            as is_suppressed,
        source_file,
    from workbooks
    -- England and Wales is the national file's; a table by area repeats it.
    where area_code <> 'K04000001' or sentence_length is not null
)

select
    'K04000001' as area_code,
    'England and Wales' as area_name,
    null::varchar as sentence_length,
    measure,
    case temporal_unit when 'annual' then 'year' else 'quarter' end as cohort_length,
    lower(offender_group) as offender_group,
    cohort_start as cohort_start_date,
    (
        cohort_start
        + case temporal_unit when 'annual' then interval 12 month else interval 3 month end
        - interval 1 day
    )::date as cohort_end_date,
    round(offenders)::bigint as offender_count,
    round(reoffenders)::bigint as reoffender_count,
    round(reoffences)::bigint as reoffence_count,
    false as is_suppressed,
    source_file,
from national
union all by name
select
    area_code,
    area_name,
    sentence_length,
    'new' as measure,
    case when cohort_end < cohort_start + interval 4 month then 'quarter' else 'year' end
        as cohort_length,
    offender_group,
    cohort_start as cohort_start_date,
    cohort_end as cohort_end_date,
    round(offenders)::bigint as offender_count,
    round(reoffenders)::bigint as reoffender_count,
    round(reoffences)::bigint as reoffence_count,
    coalesce(is_suppressed, false) as is_suppressed,
    source_file,
from areas
