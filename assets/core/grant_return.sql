-- What recipients of grants delivered, and how much of the money evidence covers.
-- Grain: one row per award and reporting period; area, theme and year are null for an unknown award.

select
    delivered.award_id,
    award.area_code,
    award.theme,
    award.title as service,
    award.financial_year as award_financial_year,
    delivered.period_start_date,
    delivered.period_end_date,
    delivered.activity_count,
    delivered.people_supported_count,
    delivered.is_evidence_received,
    delivered.evidenced_amount_gbp,
    delivered.source_file,
from raw.grant_returns as delivered
left join core.grant_award as award using (award_id)
