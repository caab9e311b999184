-- Who works under each contract's prime provider.
-- Grain: one row per contract and subcontractor.

with from_contracts as (
    select
        contract_reference,
        unnest(string_split(subcontractor_codes, ';')) as provider_code,
        source_file,
    from raw.commissioned_contract
    where subcontractor_codes <> ''
),

from_flat as (
    -- Derived from the same contracts: only those that came in no JSON file.
    select flat.contract_reference, flat.provider_code, flat.source_file
    from raw.commissioned_subcontractor_flat as flat
    anti join raw.commissioned_contract using (contract_reference)
)

select
    contract_reference,
    trim(provider_code) as provider_code,
    max(source_file) as source_file,
from (
    select * from from_contracts
    union all by name
    select * from from_flat
)
group by all
