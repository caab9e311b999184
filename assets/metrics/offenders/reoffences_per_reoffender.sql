/* metric
title = "Reoffences per reoffender"
definition = "Proven reoffences committed within twelve months by the reoffenders of the cohort, per reoffender."
source = "moj_reoffending"
objective_id = "O3"
priority_id = "O3.1"
unit = "ratio"
better_when = "lower"
population = "People of the cohort who reoffended"
numerator_name = "Proven reoffences"
numerator_unit = "reoffence"
denominator_name = "Reoffenders"
denominator_unit = "reoffender"
breakdown = "cohort"
breakdown_total = "none"
breakdown_note = "Age groups overlap with all offenders; the old and the new measure count from different records and are never one line."
disclosure = "people"
caveats = [
    "Counts only people who reoffended; a few prolific people move it.",
    "Describes people cautioned, convicted or released almost two years before publication.",
    "Cambridgeshire is the county here and leaves out Peterborough, which has its own row; the force area holds both.",
    "Was not measured for 2001.",
]
*/

select
    area_code,
    -- A local authority's row of all offenders is its total; the national file's groups are parts.
    case
        when area_code <> 'K04000001' and offender_group = 'all' then null
        else offender_group || ', ' || measure || ' measure'
    end as breakdown_value,
    period_type,
    cohort_start_date as period_start_date,
    cohort_end_date as period_end_date,
    part_count as numerator,
    whole_count as denominator,
    1.0 * numerator / nullif(denominator, 0) as value,
    state,
    reason,
    source_file as source_release,
from core.reoffending_figure
where figure = 'frequency'
    and sentence is null
