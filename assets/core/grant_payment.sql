-- Payments of grants, with the award they are of.
-- Grain: one row per payment; area, theme and year are null where no such award was delivered.

select
    payment.payment_id,
    payment.award_id,
    award.area_code,
    award.theme,
    award.financial_year as award_financial_year,
    payment.payment_date,
    payment.amount_gbp,
    payment.source_file,
from raw.grant_payments as payment
left join core.grant_award as award using (award_id)
