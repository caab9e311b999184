-- What recipients of grants reported, as published. Grain: one row per award and period.
-- Counts of fewer than five are not published: they may identify somebody.

select
    award_id,
    period_start_date,
    period_end_date,
    case when activity_count >= 5 then activity_count end as activity_count,
    case when people_supported_count >= 5 then people_supported_count end as people_supported_count,
    is_evidence_received,
    evidenced_amount_gbp,
from core.grant_return
