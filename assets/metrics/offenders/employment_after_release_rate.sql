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
