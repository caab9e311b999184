-- Police officers, staff and volunteers of each force on a day, as the Home Office counted them.
-- Grain: one row per force, kind of worker, measure (full-time equivalent or headcount) and day.
-- Regions and totals are left out. West Midlands is both: the force stands below its region. The newest
-- edition that has the day wins.

with delivered as (
    select
        area_code,
        name_key(area_name) as name_key,
        worker_type,
        measure,
        as_at_date,
        worker_count,
        edition_date,
        source_file,
        source_row,
        received_at,
    from raw.home_office_workforce
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
    as_at_date,
    worker_type,
    measure,
    arg_max(
        struct_pack(worker_count), (edition_date, received_at, source_file, source_row)
    ).worker_count as worker_count,
    'edition of ' || strftime(max(edition_date), '%-d %B %Y') as source_release,
from of_forces
group by force_code, as_at_date, worker_type, measure
