-- Contracts for commissioned rehabilitative services.
-- Grain: one row per contract, whether or not it is still open to referrals.

with delivered as (
    select
        contract_reference,
        contract_type_code,
        probation_region_code,
        pcc_area_code,
        prime_provider_code,
        subcontractor_codes,
        hide_before,
        hide_after,
        title,
        allows_female,
        allows_male,
        source_file,
        received_at,
    from raw.commissioned_contract
    union all by name
    -- The flat table is derived from the JSON files: only a contract that came in none is taken.
    select
        flat.contract_reference,
        flat.contract_type_code,
        flat.probation_region_code,
        flat.pcc_area_code,
        flat.prime_provider_code,
        null::varchar as subcontractor_codes,
        flat.hide_before,
        flat.hide_after,
        flat.title,
        flat.allows_female,
        flat.allows_male,
        flat.source_file,
        flat.received_at,
    from raw.commissioned_contract_flat as flat
    anti join raw.commissioned_contract using (contract_reference)
)

select
    delivered.contract_reference,
    delivered.title,
    delivered.contract_type_code,
    split_part(delivered.contract_type_code, '-', 1) as service_code,
    delivered.probation_region_code,
    delivered.pcc_area_code,
    -- The region a contract lies in: its own, or the region of the police area it names.
    coalesce(delivered.probation_region_code, pcc_area.region_code) as region_code,
    delivered.prime_provider_code,
    delivered.subcontractor_codes,
    delivered.allows_female,
    delivered.allows_male,
    try_cast(left(delivered.hide_before, 10) as date) as valid_from_date,
    try_cast(left(delivered.hide_after, 10) as date) as valid_to_date,
    delivered.source_file,
    delivered.received_at,
from delivered
left join core.pcc_area as pcc_area using (pcc_area_code)
