/* metric
title = "Restorative justice referrals"
definition = "People referred to the restorative justice co-ordinator in the half-year, each counted once."
source = "restorative_justice"
objective_id = "O2"
priority_id = "O2.3"
unit = "people"
better_when = "higher"
basis = "flow"
numerator_name = "People referred"
numerator_unit = "referral"
chart = "bars"
caveats = [
    "Few people are referred, so half-years differ by chance, and no month is charted.",
    "A referral is an offer taken up, not a meeting held: conferences are fewer.",
]
*/

with referred as (
    select
        area_code,
        (
            date_trunc('year', period_start_date - interval 3 month)
            + to_months(case when month(period_start_date - interval 3 month) > 6 then 9 else 3 end)
        )::date as half_year_start_date,
        period_start_date,
        month_count,
        sum(referral_count)::bigint as referral_count,
        max(source_file) as source_file,
    from core.restorative_justice
    group by all
)

select
    area_code,
    half_year_start_date as period_start_date,
    (half_year_start_date + interval 6 month - interval 1 day)::date as period_end_date,
    sum(referral_count)::bigint as numerator,
    null::bigint as denominator,
    numerator as value,
    case when sum(month_count) < 6 then 'provisional' end as state,
    case when sum(month_count) < 6 then sum(month_count) || ' of 6 months were delivered' end as reason,
    max(source_file) as source_release,
from referred
group by area_code, half_year_start_date
