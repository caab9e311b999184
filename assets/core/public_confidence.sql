-- Adults who say that the police in their local area do a good or excellent job, by sample survey.
-- Grain: one row per area and year ending March; area_code is null for a region that no code names.

with named as (
    select
        *,
        name_key(regexp_replace(area_name, '\s*\[.*|\s*\d+$', '')) as name_key,
        -- West Midlands is both a region and, further down, a force.
        row_number() over (
            partition by year_end_date, lower(trim(area_name)), area_code order by source_row desc
        ) = 1 as is_last_of_name,
    from raw.public_confidence
)

select
    coalesce(
        nullif(trim(named.area_code), ''),
        case named.name_key
            when 'englandandwales' then 'K04000001'
            when 'england' then 'E92000001'
            when 'wales' then 'W92000004'
        end,
        case when named.is_last_of_name then spelling.area_code end
    ) as area_code,
    named.area_name,
    (named.year_end_date - interval 1 year + interval 1 day)::date as year_start_date,
    named.year_end_date,
    named.percent_good,
    named.percent_good_state as percent_state,
    named.lower_percent,
    named.upper_percent,
    named.unweighted_base,
    named.source_file,
from named
left join core.area_spelling as spelling
    on spelling.kind = 'force' and spelling.name_key = named.name_key
