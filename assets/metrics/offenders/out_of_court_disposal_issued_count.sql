/* metric
title = "Out-of-court disposals given, as the Ministry of Justice counts them"
definition = "Cautions, penalty notices for disorder, cannabis and khat warnings and community resolutions given in the period."
source = "moj_criminal_justice"
objective_id = "O2"
unit = "count"
better_when = "neither"
population = "People given an out-of-court disposal by the police"
geography = "force"
numerator_name = "Out-of-court disposals given"
numerator_unit = "disposal"
breakdown = "disposal_type"
owner = "policy_analyst"
caveats = [
    "A rise is policy, not by itself good or bad.",
    "Counts disposals given to people; police outcomes count crimes by their outcome, so the two differ.",
]
*/

select
    area_code,
    disposal_type as breakdown_value,
    period_type,
    period_start_date,
    period_end_date,
    disposal_count as numerator,
    null::bigint as denominator,
    disposal_count as value,
    case when disposal_count is null then 'suppressed' end as state,
    case
        when disposal_count is null then 'The publisher withheld a part of this figure.'
    end as reason,
    source_file as source_release,
from core.out_of_court_disposal
where area_code <> 'X99000000'
