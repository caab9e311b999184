/* metric
title = "Settled accommodation on release"
definition = "Releases from custody to settled accommodation on the first night, as a percentage of releases whose accommodation was known."
source = "hmpps_community_performance"
objective_id = "O3"
unit = "percent"
better_when = "higher"
population = "People released from custody to supervision in the period"
numerator_name = "Releases to settled accommodation"
frequency = "quarter"
breakdown_note = "The total is the first night after release; the share whose status is not known is of all releases."
lag_months = 3
chart = "bars"
caveats = [
    "Releases whose accommodation is not known are left out of the rate: the share not known is shown beside it, and may hide those who are hardest to house.",
    "Settled is as the supervising officer recorded it.",
    "Regions of probation are not police force areas, and not the regions of England.",
]
*/

select
    area_code,
    part as breakdown_value,
    period_type,
    period_start_date,
    period_end_date,
    part_count as numerator,
    whole_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    state,
    reason,
    source_file as source_release,
from core.release_share
where outcome = 'accommodation'
