-- Home Office outcome codes, and the groups a rate may count.
-- Grain: one row per outcome code.
-- A prosecution is possible (the local group) with outcomes 1, 1A, 2, 2A, 3, 3A, 4, 6, 7, 8 and 22:
-- a charge, a summons, an offence taken into consideration or any disposal out of court.
-- The outcomes framework began in April 2013; valid_from is null where the first day is not known.

select
    outcome_code,
    description,
    outcome_group,
    is_charged::boolean as is_charged,
    is_positive::boolean as is_positive,
    is_out_of_court::boolean as is_out_of_court,
    is_prosecution_possible::boolean as is_prosecution_possible,
    nullif(valid_from, '')::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
from raw.reference_outcome_code
