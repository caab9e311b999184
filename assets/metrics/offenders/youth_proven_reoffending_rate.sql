/* metric
title = "Youth proven reoffending rate"
definition = "Children of the cohort who committed a proven reoffence within twelve months, as a percentage of the cohort."
source = "moj_reoffending"
objective_id = "O3"
priority_id = "O3.2"
unit = "percent"
better_when = "lower"
population = "Children aged 10 to 17 released from custody, given a court sentence in the community, or cautioned in the cohort period"
numerator_name = "Children who reoffended"
numerator_unit = "child"
denominator_name = "Children in the cohort"
denominator_unit = "child"
owner = "youth_justice_board"
disclosure = "people"
caveats = [
    "As fewer children enter the system those who do have offended more: the rate can rise while the number of reoffenders falls, so read it with the size of the cohort.",
    "Describes children cautioned, convicted or released almost two years before publication.",
    "Of the new measure only; the old one counts from different records.",
    "Was not measured for 2001.",
]
*/

select
    area_code,
    period_type,
    cohort_start_date as period_start_date,
    cohort_end_date as period_end_date,
    part_count as numerator,
    whole_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    state,
    reason,
    source_file as source_release,
from core.reoffending_figure
where figure = 'rate'
    and offender_group = 'juvenile'
    and measure = 'new'
    and sentence is null
