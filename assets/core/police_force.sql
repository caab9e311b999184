-- Police forces, and every spelling of their names that a publisher uses.
-- Grain: one row per force and spelling; name is unique, and so is the force of a name_key.

select
    force_code,
    force_name,
    name,
    -- For names typed by hand: small letters only, so that `Devon & Cornwall` finds its force.
    name_key(name) as name_key,
    nullif(slug, '') as slug,
    nullif(country_code, '') as country_code,
    nullif(region_code, '') as region_code,
    is_territorial::boolean as is_territorial,
    -- Six figures of the force's own code; those not of England keep two that tell them apart.
    case
        when left(force_code, 1) = 'E' then right(force_code, 6)
        else substr(force_code, 2, 2) || right(force_code, 4)
    end as code_end,
    'X98' || code_end as outside_code,
    'X99' || code_end as unknown_code,
    nullif(valid_from, '')::date as valid_from,
    nullif(valid_to, '')::date as valid_to,
from raw.reference_police_force
