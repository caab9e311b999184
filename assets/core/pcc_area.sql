-- Police and crime commissioner areas as the probation service names them, with their region.
-- Grain: one row per area. Northamptonshire lies in the East of England region.

select
    pcc_area_code,
    pcc_area_name,
    region_code,
    source_file,
from raw.pcc_area
