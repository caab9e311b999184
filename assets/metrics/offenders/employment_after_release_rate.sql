/* metric
title = "Employment after release"
definition = "Releases from custody of people in work six weeks later, as a percentage of releases whose employment was known."
source = "hmpps_community_performance"
objective_id = "O3"
unit = "percent"
better_when = "higher"
population = "People of working age released from custody to supervision in the period"
numerator_name = "Releases of people in work"
frequency = "financial_year"
breakdown_note = "The total is six weeks after release; the share whose status is not known is of all releases."
lag_months = 5
chart = "bars"
caveats = [
    "Published for probation regions, not for the county.",
    "The definition was revised between editions: editions are not one series.",
    "Releases whose employment is not known are left out of the rate: the share not known is shown beside it.",
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
where outcome = 'employment'
