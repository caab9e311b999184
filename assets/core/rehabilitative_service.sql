-- Referrals to rehabilitative services and what came of them, by lot and provider.
-- Grain: one row per quarter of referral, area, delivery unit, lot and provider.

select
    delivered.quarter_start_date,
    last_day((delivered.quarter_start_date + interval 2 month)::date) as quarter_end_date,
    delivered.area_code,
    delivered.delivery_unit,
    delivered.lot_code,
    coalesce(service.service_name, delivered.lot_code) as lot_name,
    delivered.provider_code,
    delivered.referral_count,
    delivered.start_count,
    delivered.completion_count,
    delivered.outcome_count,
    'suppressed' in (
        delivered.referral_count_state,
        delivered.start_count_state,
        delivered.outcome_count_state
    ) as is_suppressed,
    delivered.source_file,
from raw.rehabilitative_services as delivered
left join raw.reference_commissioned_service as service
    on split_part(delivered.lot_code, '-', 1) = service.service_code
