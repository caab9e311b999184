/* metric
title = "Grants awarded, number"
definition = "Number of grants awarded in the financial year of their award date."
source = "grant_awards"
objective_id = "T1"
unit = "count"
better_when = "neither"
numerator_name = "Awards"
numerator_unit = "award"
chart = "bars"
caveats = [
    "One award may name several recipients; it is counted once and never split.",
    "A year between two years with awards for which no award was delivered is missing, not zero.",
]
*/

with awarded as (
    select
        area_code,
        make_date(left(financial_year, 4)::integer, 4, 1) as period_start_date,
        count(*)::bigint as award_count,
        max(source_file) as source_file,
    from core.grant_award
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
    awarded.award_count as numerator,
    null::bigint as denominator,
    awarded.award_count as value,
    case when awarded.award_count is null then 'missing' end as state,
    case when awarded.award_count is null then 'No award of this year was delivered.' end as reason,
    awarded.source_file as source_release,
from years
left join awarded using (area_code, period_start_date)
