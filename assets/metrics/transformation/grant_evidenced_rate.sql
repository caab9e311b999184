/* metric
title = "Grant money with evidence of delivery"
definition = "Grant money whose use is covered by evidence of delivery so far, as a percentage of the money paid so far, for the awards of a financial year."
objective_id = "T1"
priority_id = "T1.1"
unit = "percent"
better_when = "higher"
basis = "flow"
aggregation = "none"
population = "Awards of the office for which money has been paid"
geography = "force"
numerator_name = "Money covered by evidence"
numerator_unit = "gbp"
denominator_name = "Money paid"
denominator_unit = "gbp"
frequency = "financial_year"
breakdown = "theme"
lag_months = 2
provisional_months = 12
publisher = "Grants ledger of the office, payments and recipients' returns"
owner = "commissioning"
chart = "bars"
caveats = [
    "One award may name many recipients; its money is never split between them.",
    "Awarded, paid and evidenced are three amounts: payments and returns of the newest awards are still coming in.",
    "Evidence shows that something was delivered, not that it worked.",
]
*/

with evidenced as (
    select
        area_code,
        award_financial_year,
        theme,
        sum(evidenced_amount_gbp) filter (is_evidence_received) as evidenced_gbp,
    from core.grant_return
    group by all
),

paid as (
    select
        area_code,
        award_financial_year,
        theme,
        sum(amount_gbp) as paid_gbp,
        max(source_file) as source_file,
    from core.grant_payment
    where area_code is not null
    group by all
)

select
    paid.area_code,
    make_date(left(paid.award_financial_year, 4)::integer, 4, 1) as period_start_date,
    make_date(left(paid.award_financial_year, 4)::integer + 1, 3, 31) as period_end_date,
    coalesce(paid.theme, 'theme not stated') as breakdown_value,
    coalesce(evidenced.evidenced_gbp, 0)::double as numerator,
    paid.paid_gbp::double as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case when denominator = 0 then 'not_applicable' end as state,
    case when denominator = 0 then 'all that was paid was paid back' end as reason,
    paid.source_file as source_release,
from paid
left join evidenced
    on paid.area_code = evidenced.area_code
    and paid.award_financial_year = evidenced.award_financial_year
    and paid.theme is not distinct from evidenced.theme
