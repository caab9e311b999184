-- People and companies sentenced in England and Wales, by court and sentence outcome.
-- Grain: one row per quarter, court and sentence outcome; a quarter that was not published is absent.

with sentences as (
    select
        -- The sheet calls January to March Q1: a calendar quarter.
        make_date(
            left(quarter, 4)::integer, 3 * right(quarter, 1)::integer - 2, 1
        ) as quarter_start_date,
        case
            when court ilike '%magistrates%' then 'Magistrates'' courts'
            when court ilike '%crown%' then 'Crown Court'
        end as court_type,
        trim(regexp_replace(
            regexp_replace(category, '^\d+: *', ''), ' *\(.*\)$', ''
        )) as category,
        value,
        source_file,
    from raw.court_disposals
    where section ilike 'sentence outcome%'
        -- The sheet's own check columns carry no category.
        and category is not null
),

named as (
    select
        quarter_start_date,
        court_type,
        case
            when category ilike 'absolute discharge%' then 'Absolute discharge'
            when category ilike 'conditional discharge%' then 'Conditional discharge'
            when category ilike '%fine%' then 'Fine'
            when category ilike 'community sentence%' then 'Community sentence'
            when category ilike 'suspended sentence%' then 'Suspended sentence'
            when category ilike '%custody%' then 'Immediate custody'
            when category ilike 'compensation%' then 'Compensation'
            when category ilike 'otherwise%' then 'Otherwise dealt with'
            when category ilike '%not known%' then 'Disposal not known'
            else category
        end as sentence_outcome,
        value,
        source_file,
    from sentences
)

select
    'K04000001' as area_code,
    quarter_start_date,
    last_day((quarter_start_date + interval 2 month)::date) as quarter_end_date,
    court_type,
    sentence_outcome,
    sum(round(value))::bigint as sentenced_count,
    max(source_file) as source_file,
from named
where value is not null
group by all
