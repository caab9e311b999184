-- Stops and searches, and how many of them found what was searched for.
-- Grain: one row per force, local month, type of search, object of search and ethnicity as the officer
-- saw it; no place, age, gender or time of day.
-- A force's month comes whole from the archive received last. A search late on a summer evening (UTC)
-- is of the next day, and at a month's end of the next month: is_delivered says whether that month's
-- own file has come, for without it there are only such strays.
-- Found: an outcome other than no further action is linked to the object of search. known_count leaves
-- out searches of which the force gave neither a link nor an outcome of no further action.

with delivered as (
    select
        regexp_extract(lower(source_file), '[0-9]{4}-[0-9]{2}-([a-z-]+)-stop-and-search', 1) as slug,
        file_period,
        source_file,
        received_at,
        trim(search_type) as search_type,
        coalesce(nullif(trim(object_of_search), ''), 'Not recorded') as object_of_search,
        coalesce(nullif(trim(officer_defined_ethnicity), ''), 'Not recorded') as officer_defined_ethnicity,
        outcome,
        is_outcome_linked,
        coalesce(
            regexp_matches(lower(outcome), 'no further action|nothing found|^false$'), false
        ) as is_no_further_action,
        try_cast(
            case
                when regexp_matches(searched_at, '(Z|[+-][0-9]{2}(:[0-9]{2})?)$')
                    and regexp_matches(searched_at, '[T ][0-9]{2}:[0-9]{2}')
                    then searched_at
                else searched_at || '+00:00'
            end as timestamptz
        ) as searched_at,
    from raw.police_uk_stop_and_search
),

newest as (
    select slug, file_period, arg_max(source_file, (received_at, source_file)) as source_file
    from delivered
    group by slug, file_period
),

force as (
    select slug, any_value(force_code) as force_code
    from core.police_force
    where slug is not null
    group by slug
),

judged as (
    select
        -- A force that the reference does not know stays visible, as X99000000.
        coalesce(force.force_code, 'X99000000') as force_code,
        delivered.file_period,
        coalesce(
            date_trunc('month', timezone('Europe/London', delivered.searched_at))::date,
            delivered.file_period
        ) as month_start_date,
        delivered.search_type,
        delivered.object_of_search,
        delivered.officer_defined_ethnicity,
        case
            when delivered.is_no_further_action then false
            when delivered.outcome is not null then delivered.is_outcome_linked
        end as is_found,
        delivered.source_file,
    from delivered
    inner join newest using (slug, file_period, source_file)
    left join force using (slug)
),

own_file as (select distinct force_code, file_period from judged)

select
    judged.force_code,
    judged.month_start_date,
    own_file.file_period is not null as is_delivered,
    judged.search_type,
    judged.object_of_search,
    judged.officer_defined_ethnicity,
    count(*) as search_count,
    count(judged.is_found) as known_count,
    count(*) filter (where judged.is_found) as found_count,
    max(judged.source_file) as source_release,
from judged
left join own_file
    on judged.force_code = own_file.force_code
    and judged.month_start_date = own_file.file_period
group by all
