/* metric
title = "Grants awarded"
definition = "Amount of the grants awarded in the financial year of their award date, in pounds."
source = "grant_awards"
objective_id = "T1"
unit = "gbp"
better_when = "neither"
numerator_name = "Amount awarded"
numerator_unit = "gbp"
chart = "bars"
caveats = [
    "Awarded is not paid, and paid is not spent: an award of one year may be paid in the next.",
    "A year between two years with awards for which no award was delivered is missing, not zero.",
    "Awards in other currencies are left out.",
]
*/

with awarded as (
    select
        area_code,
        make_date(left(financial_year, 4)::integer, 4, 1) as period_start_date,
        -- Pounds and pence add up exactly only as decimals.
        sum(amount_awarded::decimal(18, 2))::double as amount_awarded,
        count(*)::bigint as award_count,
        max(source_file) as source_file,
    from core.grant_award
    where currency = 'GBP'
    group by all
),

years as (
    -- From an area's first year with awards to its last, so that a gap shows as a gap.
    select
        area_code,
        unnest(
            generate_series(min(period_start_date), max(period_start_date), interval 1 year)
        )::date as period_start_date,
    from awarded
    group by area_code
)

select
    years.area_code,
    years.period_start_date,
    (years.period_start_date + interval 1 year - interval 1 day)::date as period_end_date,
    awarded.amount_awarded as numerator,
    null::double as denominator,
    awarded.amount_awarded as value,
    case when awarded.award_count is null then 'missing' end as state,
    case when awarded.award_count is null then 'No award of this year was delivered.' end as reason,
    awarded.source_file as source_release,
from years
left join awarded using (area_code, period_start_date)
