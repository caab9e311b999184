-- Restorative justice referrals, with those better informed and the conferences held.
-- Grain: one row per force area, period (quarter or half-year) and offence group.

select
    area_code,
    period_start_date,
    period_end_date,
    date_diff('month', period_start_date, period_end_date + 1) as month_count,
    offence_group,
    referral_count,
    informed_count,
    conference_count,
    source_file,
from raw.restorative_justice
