/* metric
title = "Victims supported by the Victim and Witness Hub"
definition = "People referred to the Victim and Witness Hub whose needs were assessed in the quarter."
source = "victim_hub"
objective_id = "V2"
priority_id = "V2.1"
unit = "people"
better_when = "higher"
basis = "flow"
aggregation = "sum"
population = "Victims and witnesses referred to the Victim and Witness Hub"
geography = "force_and_csp"
numerator_name = "People whose needs were assessed"
numerator_unit = "person"
frequency = "quarter"
roll_up = ["financial_year", "year_ending"]
lag_months = 1
disclosure = "people"
chart = "bars"
caveats = [
    "Counts people, not cases or crimes: one person may be the victim of several.",
    "People who came by themselves are counted apart, and are not in this figure.",
    "A person supported in two quarters is counted in each.",
]
*/

with placed as (
    select
        unnest(list_distinct([force_code, csp_code])) as area_code,
        quarter_start_date,
        quarter_end_date,
        needs_assessment_count,
        source_file,
    from core.victim_hub
)

select
    area_code,
    quarter_start_date as period_start_date,
    max(quarter_end_date) as period_end_date,
    sum(needs_assessment_count)::bigint as numerator,
    null::bigint as denominator,
    numerator as value,
    max(source_file) as source_release,
from placed
where left(area_code, 1) <> 'X'
group by area_code, quarter_start_date
