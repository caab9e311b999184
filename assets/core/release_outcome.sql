-- Where people live, and who is in work, some time after release from custody.
-- Grain: one row per outcome, time after release, area and period.
--
-- good_count is settled accommodation, or employment; known_count leaves out those whose status is
-- not known. A suppressed part makes the sum that needs it null, and the row suppressed.

with delivered as (
    select
        'accommodation' as outcome,
        period,
        region,
        delivery_unit,
        time_after_release,
        settled_count as good_count,
        settled_count + not_settled_count + homeless_count as known_count,
        unknown_count,
        release_count,
        'suppressed' in (
            settled_count_state, not_settled_count_state, homeless_count_state
        ) as is_suppressed,
        source_file,
    from raw.accommodation_on_release

    union all by name

    select
        'employment' as outcome,
        period,
        region,
        delivery_unit,
        time_after_release,
        employed_count as good_count,
        employed_count + not_employed_count as known_count,
        unknown_count,
        release_count,
        'suppressed' in (employed_count_state, not_employed_count_state) as is_suppressed,
        source_file,
    from raw.employment_after_release
),

keyed as (
    select
        *,
        regexp_matches(period, '^[0-9]') as is_year,
        case
            when coalesce(nullif(nullif(lower(trim(delivery_unit)), 'all'), '-'), '') = ''
                then 'region'
            else 'delivery unit'
        end as area_kind,
        name_key(case when area_kind = 'region' then region else delivery_unit end) as name_key,
    from delivered
)

select
    keyed.outcome,
    case
        when keyed.time_after_release ilike '%first%' or keyed.time_after_release ilike '%on release%'
            then 'first night'
        else lower(trim(regexp_replace(keyed.time_after_release, '(?i)^at | (after|post|from) release', '', 'g')))
    end as time_after_release,
    spelling.area_code,
    case when keyed.area_kind = 'region' then keyed.region else keyed.delivery_unit end as area_name,
    keyed.area_kind,
    case when keyed.is_year then 'financial_year' else 'quarter' end as period_type,
    case
        when keyed.is_year then make_date(left(keyed.period, 4)::integer, 4, 1)
        else strptime('1 ' || left(keyed.period, 3) || ' ' || right(keyed.period, 4), '%-d %b %Y')::date
    end as period_start_date,
    last_day(
        (period_start_date + case when keyed.is_year then interval 11 month else interval 2 month end)::date
    ) as period_end_date,
    keyed.good_count,
    keyed.known_count,
    keyed.unknown_count,
    keyed.release_count,
    coalesce(keyed.is_suppressed, false) as is_suppressed,
    keyed.source_file,
from keyed
left join core.area_spelling as spelling
    on spelling.kind = case keyed.area_kind when 'region' then 'probation region' else 'delivery unit' end
    and spelling.name_key = keyed.name_key
