-- Crime types of data.police.uk; anti-social behaviour is among them and is not crime.
-- Grain: one row per published name.

select
    crime_type,
    is_crime::boolean as is_crime,
    nullif(valid_from, '')::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
from raw.reference_crime_type
