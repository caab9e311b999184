-- Organisations by identifier, with the names they go by and their charity and company numbers.
-- Grain: one row per organisation identifier.

with link as (
    select org_id_a as org_id, org_id_b as same_as, name
    from raw.organisation_link

    union

    select org_id_b, org_id_a, name
    from raw.organisation_link
),

named as (
    select org_id, null as same_as, name
    from raw.organisation_name

    union all

    select org_id, same_as, name
    from link
)

select
    org_id,
    -- GB-CHC-1107583: the list that numbers it, and its number there.
    regexp_extract(org_id, '^([A-Z]{2}-[A-Z]+)-', 1) as register_code,
    regexp_extract(org_id, '^[A-Z]{2}-[A-Z]+-(.+)$', 1) as register_number,
    min(trim(name)) as name,
    list_sort(list(distinct trim(name)) filter (name is not null)) as names,
    list_sort(list(distinct same_as) filter (same_as is not null)) as same_as,
    case
        when regexp_matches(org_id, '^GB-(CHC|SC|NIC)-') then org_id
        else min(same_as) filter (regexp_matches(same_as, '^GB-(CHC|SC|NIC)-'))
    end as charity_id,
    case
        when starts_with(org_id, 'GB-COH-') then org_id
        else min(same_as) filter (starts_with(same_as, 'GB-COH-'))
    end as company_id,
from named
group by org_id
