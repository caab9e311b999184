-- Payments of grants as published. Grain: one row per payment.

select
    payment_id,
    award_id,
    payment_date,
    amount_gbp,
from core.grant_payment
