/* metric
title = "Better informed through restorative justice"
definition = "People who said that they were better informed or empowered, as a percentage of the people referred for restorative justice in the half-year."
source = "restorative_justice"
objective_id = "O2"
priority_id = "O2.3"
unit = "percent"
better_when = "higher"
basis = "cohort"
numerator_name = "People better informed or empowered"
numerator_unit = "person"
denominator_name = "People referred"
denominator_unit = "referral"
chart = "dots"
caveats = [
    "A percentage of few people: read it with its interval, and not month by month.",
    "Those who were not asked or did not say count as not better informed.",
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
        sum(informed_count)::bigint as informed_count,
        max(source_file) as source_file,
    from core.restorative_justice
    group by all
)

select
    area_code,
    half_year_start_date as period_start_date,
    (half_year_start_date + interval 6 month - interval 1 day)::date as period_end_date,
    sum(informed_count)::bigint as numerator,
    sum(referral_count)::bigint as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when sum(month_count) < 6 then 'provisional'
    end as state,
    case
        when denominator = 0 then 'no one was referred in this half-year'
        when sum(month_count) < 6 then sum(month_count) || ' of 6 months were delivered'
    end as reason,
    max(source_file) as source_release,
from referred
group by area_code, half_year_start_date
