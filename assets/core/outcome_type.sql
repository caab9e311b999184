-- Outcomes as data.police.uk names them: which are the police's, which a court's.
-- Grain: one row per published name.

select
    outcome_type,
    -- The one name we use; the archive and the API of data.police.uk spell some apart.
    outcome_name,
    kind,
    is_police_outcome::boolean as is_police_outcome,
    is_court_result::boolean as is_court_result,
    is_charged::boolean as is_charged,
    is_positive::boolean as is_positive,
    nullif(valid_from, '')::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
from raw.reference_outcome_type
