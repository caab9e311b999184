-- People supervised by probation: on a day (caseload), or starting in a quarter.
-- Grain: one row per measure, probation area, type of supervision or requirement, and period.
--
-- Sexes are added up, unless the publisher's own row of both stands beside them. A region whose name
-- is not known stays with no area code: its people may be in a row of England and Wales already.

with delivered as (
    select
        'caseload' as measure,
        probation_area as area_name,
        supervision_type,
        null as requirement_type,
        sex,
        caseload_date as period_start_date,
        caseload_date as period_end_date,
        person_count,
        person_count_state,
        source_file,
    from raw.probation_caseload

    union all by name

    select
        'starts' as measure,
        nps_region as area_name,
        supervision_type,
        null as requirement_type,
        sex,
        strptime('1 ' || left(quarter, 3) || ' ' || right(quarter, 4), '%-d %b %Y')::date
            as period_start_date,
        last_day((period_start_date + interval 2 month)::date) as period_end_date,
        person_count,
        person_count_state,
        source_file,
    from raw.probation_starts

    union all by name

    select
        'requirements' as measure,
        nps_region as area_name,
        supervision_type,
        requirement_type,
        sex,
        strptime('1 ' || left(quarter, 3) || ' ' || right(quarter, 4), '%-d %b %Y')::date
            as period_start_date,
        last_day((period_start_date + interval 2 month)::date) as period_end_date,
        person_count,
        person_count_state,
        source_file,
    from raw.probation_requirements
),

sexed as (
    select
        *,
        regexp_matches(lower(sex), '^(all|total|both|persons)') as is_of_both,
        bool_or(regexp_matches(lower(sex), '^(all|total|both|persons)')) over (
            partition by
                measure, area_name, supervision_type, requirement_type, period_start_date
        ) as has_both,
    from delivered
)

select
    sexed.measure,
    spelling.area_code,
    sexed.area_name,
    sexed.supervision_type,
    regexp_matches(lower(sexed.supervision_type), '^(all|total)') as is_all_supervision,
    sexed.requirement_type,
    sexed.period_start_date,
    sexed.period_end_date,
    case
        when count(*) = count(sexed.person_count) then sum(sexed.person_count)::bigint
    end as person_count,
    max(sexed.person_count_state) as person_count_state,
    max(sexed.source_file) as source_file,
from sexed
left join core.area_spelling as spelling
    on spelling.kind = 'probation region' and spelling.name_key = name_key(sexed.area_name)
where sexed.is_of_both or not sexed.has_both
group by all
