-- Crime and anti-social behaviour of data.police.uk, each placed in a force and a partnership.
-- Grain: one row per published row; none is dropped, and repeated rows are kept. source_file and
-- source_row lead back to the row as published, with its Crime ID.
-- Kept by: month_start_date
-- `Falls within` decides the force; the small area decides the district, first by its code, else by
-- its name without ` 001A` (the lookup may be older or newer than the file). place_match says how:
-- lsoa_code or lsoa_name; outside (in another force's area); unmatched (a small area that nothing
-- knows); unknown (no place given). The last three count in areas of their own, X98 and X99.

select
    street.month_start_date,
    -- A force that the reference does not know stays visible, as X99000000.
    coalesce(force.force_code, 'X99000000') as force_code,
    coalesce(coded.district_code, named.district_code) as district_code,
    case
        when coalesce(coded.force_code, named.force_code) is null then coalesce(force.unknown_code, 'X99000000')
        when force.force_code is null then 'X99000000'
        when coalesce(coded.force_code, named.force_code) <> force.force_code then force.outside_code
        else coalesce(coded.csp_code, named.csp_code, force.unknown_code)
    end as csp_code,
    case
        when street.lsoa_code is null and street.lsoa_name is null then 'unknown'
        when coalesce(coded.force_code, named.force_code) is null then 'unmatched'
        when coalesce(coded.force_code, named.force_code) <> force.force_code then 'outside'
        when coded.force_code is not null then 'lsoa_code'
        else 'lsoa_name'
    end as place_match,
    street.crime_type,
    -- A type that the reference does not know is taken for crime, and is a surprise.
    coalesce(kind.is_crime, true) as is_crime,
    street.source_file,
    street.source_row,
from raw.police_uk_street as street
left join core.police_force as force on street.falls_within = force.name
left join core.crime_type as kind on street.crime_type = kind.crime_type
left join core.lsoa as coded on street.lsoa_code = coded.lsoa_code
left join core.district_name as named
    on case when coded.force_code is null then left(street.lsoa_name, -5) end = named.district_name
