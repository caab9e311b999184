-- Organisations that provide commissioned rehabilitative services.
-- Grain: one row per provider.

with listed as (
    select provider_code, provider_name, 1 as rank, source_file
    from raw.commissioned_provider
),

named_in_flat_tables as (
    -- The flat tables name providers too, for a site that received no list of providers.
    select prime_provider_code as provider_code, prime_provider_name as provider_name,
        2 as rank, source_file
    from raw.commissioned_contract_flat
    union all by name
    select provider_code, provider_name, 2 as rank, source_file
    from raw.commissioned_subcontractor_flat
)

select provider_code, provider_name, source_file
from (
    select * from listed
    union all by name
    select * from named_in_flat_tables
)
qualify row_number() over (
    partition by provider_code order by rank, source_file, provider_name
) = 1
