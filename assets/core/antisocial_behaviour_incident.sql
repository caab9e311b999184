-- Anti-social behaviour incidents recorded by each force, year ending March, as ONS published them.
-- Grain: one row per force and year; the newest edition that has the year wins.
-- Regions and nations are left out. West Midlands is both: the force stands below its region.

with delivered as (
    select
        area_code,
        name_key(area_name) as name_key,
        year_end_date,
        figure::bigint as incident_count,
        edition_end_date,
        source_file,
        source_row,
        received_at,
    from raw.ons_force_area_tables
    where table_kind = 'antisocial_behaviour'
),

of_forces as (
    select spelling.area_code as force_code, delivered.*
    from delivered
    inner join core.area_spelling as spelling
        on spelling.kind = 'force' and spelling.name_key = delivered.name_key
    where coalesce(delivered.area_code, '') = '' or delivered.area_code = spelling.area_code
        or spelling.area_code like 'X%'
)

select
    force_code,
    (year_end_date - to_years(1) + to_days(1))::date as period_start_date,
    year_end_date as period_end_date,
    arg_max(
        struct_pack(incident_count), (edition_end_date, received_at, source_file, source_row)
    ).incident_count as incident_count,
    max(edition_end_date) as edition_end_date,
    'year ending ' || strftime(max(edition_end_date), '%B %Y') || ' edition' as source_release,
from of_forces
group by force_code, year_end_date
