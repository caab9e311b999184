/* metric
title = "Rehabilitative services: outcomes achieved"
definition = "Referrals of the quarter that achieved the outcome of their action plan, as a percentage of the referrals that started; beside it the share of referrals that started."
source = "probation_services"
objective_id = "O3"
unit = "percent"
better_when = "higher"
basis = "cohort"
population = "People referred to commissioned rehabilitative services in the quarter"
geography = "Police force area or district of the delivery unit"
numerator_name = "Referrals that achieved their outcome"
numerator_unit = "referral"
denominator_name = "Referrals that started"
denominator_unit = "referral"
aggregation = "sum"
frequency = "quarter"
roll_up = ["financial_year"]
breakdown = "lot"
breakdown_total = "none"
breakdown_note = "Lots are different services: a rate of all of them moves with the mix of lots."
lag_months = 2
maturity_months = 9
disclosure = "people"
chart = "bars"
caveats = [
    "Completing a service is not achieving its outcome: only outcomes achieved are counted.",
    "Follows each quarter's referrals: the last three quarters are not yet complete.",
    "Providers and lots changed with the contracts: a lot's rates before and after are of different providers.",
]
*/

with lot as (
    select
        area_code,
        lot_name,
        quarter_start_date,
        quarter_end_date,
        outcome_count,
        start_count,
        referral_count,
        is_suppressed,
        source_file,
    from core.rehabilitative_service
),

figure as (
    select *, null::varchar as part, outcome_count as top, start_count as bottom from lot
    union all by name
    select *, lot_name as part, outcome_count as top, start_count as bottom from lot
    union all by name
    select *, 'Started, of all referred' as part, start_count as top, referral_count as bottom
    from lot
)

select
    area_code,
    part as breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    case when count(*) = count(top) then sum(top)::bigint end as numerator,
    case when count(*) = count(bottom) then sum(bottom)::bigint end as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when value is not null then null
        when bool_or(is_suppressed) then 'suppressed'
        else 'missing'
    end as state,
    case
        when denominator = 0 then 'No referral of this quarter started.'
        when value is not null then null
        when bool_or(is_suppressed) then 'Suppressed: too few people.'
        else 'The return did not give this figure.'
    end as reason,
    max(source_file) as source_release,
from figure
group by area_code, part, quarter_start_date, quarter_end_date
