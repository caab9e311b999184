-- Homelessness referrals by criminal justice bodies, and what came of them.
-- Grain: one row per district and quarter.

select
    delivered.district_code,
    district.force_code,
    delivered.quarter_start_date,
    last_day((delivered.quarter_start_date + interval 2 month)::date) as quarter_end_date,
    delivered.referral_count,
    delivered.referral_count_state,
    delivered.accepted_count,
    delivered.accepted_count_state,
    delivered.accommodated_count,
    delivered.accommodated_count_state,
    delivered.source_file,
from raw.duty_to_refer as delivered
left join core.district as district using (district_code)
