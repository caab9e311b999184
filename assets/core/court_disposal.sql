-- People and companies sentenced, by police force area, year, offence group and sentence outcome.
-- Grain: one row per police force area, calendar year, offence group and sentence outcome.
--
-- Values lose their numbers (`03: Fine`). The file leaves out combinations that are nought, so a row
-- that is not here is nought where the area has any row of the year. Areas of no known name
-- (`Not known`) stay, as police force not known, so that the areas still add up.

with delivered as (
    select
        year,
        trim(regexp_replace(police_force_area, '^\d+: *', '')) as force_name,
        coalesce(trim(regexp_replace(offence_group, '^\d+: *', '')), 'Not given') as offence_group,
        trim(regexp_replace(
            regexp_replace(sentence_outcome, '^\d+: *', ''), ' *\(.*\)$', ''
        )) as outcome,
        sentenced_count,
        source_file,
    from raw.court_disposals_by_area
),

keyed as (
    select
        *,
        name_key(force_name) as name_key,
        case
            when outcome ilike 'absolute discharge%' then 'Absolute discharge'
            when outcome ilike 'conditional discharge%' then 'Conditional discharge'
            when outcome ilike '%fine%' then 'Fine'
            when outcome ilike '%community sentence%' then 'Community sentence'
            when outcome ilike '%suspended sentence%' then 'Suspended sentence'
            when outcome ilike '%custody%' then 'Immediate custody'
            when outcome ilike 'compensation%' then 'Compensation'
            when outcome ilike '%otherwise%' then 'Otherwise dealt with'
            when outcome ilike '%not known%' then 'Disposal not known'
            else outcome
        end as sentence_outcome,
    from delivered
)

select
    coalesce(spelling.area_code, 'X99000000') as area_code,
    make_date(keyed.year, 1, 1) as year_start_date,
    make_date(keyed.year, 12, 31) as year_end_date,
    keyed.offence_group,
    keyed.sentence_outcome,
    sum(keyed.sentenced_count)::bigint as sentenced_count,
    max(keyed.source_file) as source_file,
from keyed
left join core.area_spelling as spelling
    on spelling.kind = 'prosecution area' and spelling.name_key = keyed.name_key
group by all
