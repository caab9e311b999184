-- Types of commissioned rehabilitative service; local sub-types roll up to their service.
-- Grain: one row per contract type in use or described.

with used as (
    select contract_type_code from raw.commissioned_contract
    union
    select contract_type_code from raw.commissioned_contract_flat
    union
    select contract_type_code from raw.commissioned_service_type
),

described as (
    select
        contract_type_code,
        max(service_category) as described_name,
    from raw.commissioned_service_type
    group by contract_type_code
),

coded as (
    select
        used.contract_type_code,
        -- FBD-SP is Finance, Benefit and Debt (Stockport): before the hyphen stands the service.
        split_part(used.contract_type_code, '-', 1) as service_code,
        described.described_name,
    from used
    left join described using (contract_type_code)
)

select
    coded.contract_type_code,
    coded.service_code,
    -- A service we have no name for is called as its description says, or else by its code.
    coalesce(
        service.service_name,
        regexp_replace(coded.described_name, ' *\(.*\)$', ''),
        coded.service_code
    ) as service_name,
    coded.described_name,
from coded
left join raw.reference_commissioned_service as service using (service_code)
