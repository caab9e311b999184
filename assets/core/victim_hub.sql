-- People referred to the Victim and Witness Hub, those who came by themselves, and needs assessments.
-- Grain: one row per quarter, force and community safety partnership.
-- A partnership that is not known stays, as place not known within the force.

with force as (select distinct force_code, unknown_code from core.police_force)

select
    hub.quarter_start_date,
    (hub.quarter_start_date + interval 3 month - interval 1 day)::date as quarter_end_date,
    hub.area_code as force_code,
    coalesce(hub.csp_code, force.unknown_code) as csp_code,
    sum(hub.referral_count)::bigint as referral_count,
    sum(hub.self_referral_count)::bigint as self_referral_count,
    sum(hub.needs_assessment_count)::bigint as needs_assessment_count,
    max(hub.source_file) as source_file,
from raw.victim_hub_people as hub
left join force on hub.area_code = force.force_code
group by all
