-- Areas as published. Grain: one row per area and stretch of validity.

select
    area_code,
    area_name,
    area_type,
    parent_code,
    valid_from,
    valid_to,
from core.area
