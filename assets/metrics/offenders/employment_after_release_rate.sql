/* metric
title = "Employment after release"
definition = "Releases from custody of people in work six weeks later, as a percentage of releases whose employment was known."
theme = "offenders"
objective_id = "O3"
unit = "percent"
better_when = "higher"
basis = "flow"
population = "People of working age released from custody to supervision in the period"
geography = "Probation region; delivery unit where it covers a police force area; England and Wales"
numerator_name = "Releases of people in work"
numerator_unit = "release"
denominator_name = "Releases whose status is known"
denominator_unit = "release"
aggregation = "sum"
frequency = "financial_year"
breakdown = "time_after_release"
breakdown_total = "none"
breakdown_note = "The total is six weeks after release; the share whose status is not known is of all releases."
lag_months = 5
publisher = "HM Prison and Probation Service: Community performance"
owner = "Regional Probation Director"
disclosure = "people"
chart = "bars"
caveats = [
    "Published for probation regions, not for the county.",
    "The definition was revised between editions: editions are not one series.",
    "Releases whose employment is not known are left out of the rate: the share not known is shown beside it.",
]
*/

with delivered as (
    select
        *,
        time_after_release = '6 weeks' as is_headline,
    from core.release_outcome
    where outcome = 'employment'
        and area_code is not null
),

figure as (
    select
        area_code,
        case when not is_headline then 'At ' || time_after_release end as breakdown_value,
        period_type,
        period_start_date,
        period_end_date,
        good_count as numerator,
        known_count as denominator,
        is_suppressed,
        source_file,
    from delivered

    union all by name

    select
        area_code,
        case when is_headline then 'Not known at 6 weeks' else 'Not known at ' || time_after_release end
            as breakdown_value,
        period_type,
        period_start_date,
        period_end_date,
        unknown_count as numerator,
        release_count as denominator,
        is_suppressed,
        source_file,
    from delivered
)

select
    area_code,
    breakdown_value,
    period_type,
    period_start_date,
    period_end_date,
    numerator,
    denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when numerator is not null and denominator is not null then null
        when is_suppressed then 'suppressed'
        else 'missing'
    end as state,
    case
        when denominator = 0 then 'No release had a known status.'
        when numerator is not null and denominator is not null then null
        when is_suppressed then 'Suppressed by the publisher: too few people.'
        else 'Not published for this period.'
    end as reason,
    source_file as source_release,
from figure
