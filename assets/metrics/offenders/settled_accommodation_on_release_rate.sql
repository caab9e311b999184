/* metric
title = "Settled accommodation on release"
definition = "Releases from custody to settled accommodation on the first night, as a percentage of releases whose accommodation was known."
theme = "offenders"
objective_id = "O3"
unit = "percent"
better_when = "higher"
basis = "flow"
population = "People released from custody to supervision in the period"
geography = "Probation region; delivery unit where it covers a police force area; England and Wales"
numerator_name = "Releases to settled accommodation"
numerator_unit = "release"
denominator_name = "Releases whose status is known"
denominator_unit = "release"
aggregation = "sum"
frequency = "quarter"
breakdown = "time_after_release"
breakdown_total = "none"
breakdown_note = "The total is the first night after release; the share whose status is not known is of all releases."
lag_months = 3
publisher = "HM Prison and Probation Service: Community performance"
owner = "Regional Probation Director"
disclosure = "people"
chart = "bars"
caveats = [
    "Releases whose accommodation is not known are left out of the rate: the share not known is shown beside it, and may hide those who are hardest to house.",
    "Settled is as the supervising officer recorded it.",
    "Regions of probation are not police force areas, and not the regions of England.",
]
*/

with delivered as (
    select
        *,
        time_after_release = 'first night' as is_headline,
    from core.release_outcome
    where outcome = 'accommodation'
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
        case when is_headline then 'Not known on the first night' else 'Not known at ' || time_after_release end
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
