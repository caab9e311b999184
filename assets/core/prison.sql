-- Prisons, and who leads resettlement there.
-- Grain: one row per prison.

select
    trim(prison_name) as prison_name,
    prison_region,
    operator,
    predominant_function,
    designation,
    probation_division,
    resettlement_package_area,
    resettlement_provider,
    resettlement_provider is not null as is_resettlement_prison,
    longitude,
    latitude,
    source_file,
from raw.prisons
