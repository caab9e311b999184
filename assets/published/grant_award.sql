-- Grant awards as published. Grain: one row per award.

select
    award_id,
    title,
    description,
    currency,
    amount_awarded,
    award_date,
    financial_year,
    funder_id,
    funder_name,
    recipient_id,
    recipient_name,
    theme,
    purpose,
    area_code,
    beneficiary_location_code,
    beneficiary_location_name,
    is_individual,
from core.grant_award
