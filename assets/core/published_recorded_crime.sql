-- Recorded crime of each force as the Office for National Statistics published it, with its rate.
-- Grain: one row per force, year and offence group (or part of one; groups and their parts overlap).
-- The newest edition that has the year wins. Regions and nations are left out. population and
-- household_count are what ONS rested the rates on, rounded to hundreds, at mid_year.

with delivered as (
    select
        area_code,
        name_key(area_name) as name_key,
        table_kind,
        year_end_date,
        case measure
            when 'All other theft offences' then 'Other theft offences'
            when 'Miscellaneous crimes' then 'Miscellaneous crimes against society'
            else measure
        end as measure,
        figure,
        edition_end_date,
        source_file,
        source_row,
        received_at,
    from raw.ons_force_area_tables
    where table_kind in ('recorded_crime', 'recorded_crime_rate')
),

newest as (
    select
        spelling.area_code as force_code,
        delivered.table_kind,
        delivered.year_end_date,
        delivered.measure,
        arg_max(
            struct_pack(figure),
            (delivered.edition_end_date, delivered.received_at, delivered.source_file, delivered.source_row)
        ).figure as figure,
        max(delivered.edition_end_date) as edition_end_date,
    from delivered
    inner join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = delivered.name_key
    where coalesce(delivered.area_code, '') = '' or delivered.area_code = spelling.area_code
        or spelling.area_code like 'X%'
    group by spelling.area_code, delivered.table_kind, delivered.year_end_date, delivered.measure
),

rested_on as (
    select
        force_code,
        year_end_date,
        max(figure) filter (where measure ilike 'population figures%')::bigint as population,
        max(figure) filter (where measure ilike 'household figures%')::bigint as household_count,
        max(try_cast(regexp_extract(measure, 'mid-([0-9]{4})', 1) as integer)) as mid_year,
    from newest
    where measure ilike 'population figures%' or measure ilike 'household figures%'
    group by force_code, year_end_date
)

select
    newest.force_code,
    (newest.year_end_date - to_years(1) + to_days(1))::date as period_start_date,
    newest.year_end_date as period_end_date,
    newest.measure as offence_group,
    max(newest.figure) filter (where newest.table_kind = 'recorded_crime')::bigint as offence_count,
    max(newest.figure) filter (where newest.table_kind = 'recorded_crime_rate') as offence_rate,
    any_value(rested_on.population) as population,
    any_value(rested_on.household_count) as household_count,
    any_value(rested_on.mid_year) as mid_year,
    'year ending ' || strftime(max(newest.edition_end_date), '%B %Y') || ' edition' as source_release,
from newest
left join rested_on using (force_code, year_end_date)
where not (newest.measure ilike 'population figures%' or newest.measure ilike 'household figures%')
group by newest.force_code, newest.year_end_date, newest.measure
