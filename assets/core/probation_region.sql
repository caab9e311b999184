-- Probation regions of England and Wales.
-- Grain: one row per region.

select
    region_code,
    region_name,
    source_file,
from raw.probation_region
