-- Districts, community safety partnerships and police forces, in every edition of the lookup.
-- Grain: one row per edition, district and partnership; a district may lie in several partnerships.

with delivered as (
    select
        coalesce(year(file_period), 0) as edition_year,
        trim(replace(district_code, chr(160), ' ')) as district_code,
        trim(replace(district_name, chr(160), ' ')) as district_name,
        trim(replace(csp_code, chr(160), ' ')) as csp_code,
        trim(replace(csp_name, chr(160), ' ')) as csp_name,
        trim(replace(force_code, chr(160), ' ')) as force_code,
        source_file,
        received_at,
    from raw.area_district
),

newest as (
    select edition_year, arg_max(source_file, (received_at, source_file)) as source_file
    from delivered
    group by edition_year
)

select distinct
    edition_year,
    district_code,
    district_name,
    csp_code,
    csp_name,
    force_code,
from delivered
semi join newest using (edition_year, source_file)
