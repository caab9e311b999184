-- Lower-layer super output areas of 2011 and 2021, and the district and partnership they lie in.
-- Grain: one row per area code, from the newest edition that holds it.
-- Where a district lies in several partnerships, the area's own name (`Waveney 001A`) says which:
-- it still names the former district or the partnership.

with newest as (
    select
        lsoa_code,
        arg_max(
            struct_pack(lsoa_name, district_code, district_name),
            (coalesce(file_period, date '1900-01-01'), received_at, source_file)
        ) as place,
        max(year(file_period)) as edition_year,
    from raw.area_lsoa
    group by lsoa_code
),

named as (
    select
        lsoa_code,
        trim(replace(place.lsoa_name, chr(160), ' ')) as lsoa_name,
        trim(replace(place.district_code, chr(160), ' ')) as district_code,
        trim(replace(place.district_name, chr(160), ' ')) as district_name,
        left(trim(replace(place.lsoa_name, chr(160), ' ')), -5) as name_stem,
        edition_year,
    from newest
),

partnership as (
    select district_code, csp_name, max(csp_code) as csp_code, max(force_code) as force_code
    from core.district_lookup
    group by district_code, csp_name
),

former as (
    select
        district_name,
        arg_max(csp_code, coalesce(last_edition_year, 0)) as csp_code,
        arg_max(force_code, coalesce(last_edition_year, 0)) as force_code,
    from core.district
    where csp_code is not null
    group by district_name
)

select
    named.lsoa_code,
    named.lsoa_name,
    named.name_stem,
    named.district_code,
    named.district_name,
    coalesce(
        district.csp_code,
        partnership.csp_code,
        case when former.force_code = district.force_code then former.csp_code end
    ) as csp_code,
    district.force_code,
    named.edition_year,
from named
left join core.district as district on named.district_code = district.district_code
left join partnership
    on named.district_code = partnership.district_code
    and named.name_stem = partnership.csp_name
left join former on named.name_stem = former.district_name
