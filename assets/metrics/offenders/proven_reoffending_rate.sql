/* metric
title = "Proven reoffending rate"
definition = "Offenders of the cohort who committed a proven reoffence within twelve months, as a percentage of the cohort."
source = "moj_reoffending"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "lower"
population = "People released from custody, given a court sentence in the community, or cautioned in the cohort period"
numerator_name = "Reoffenders"
numerator_unit = "reoffender"
denominator_name = "Offenders in the cohort"
denominator_unit = "offender"
breakdown = "cohort"
breakdown_total = "none"
breakdown_note = "Age groups overlap with all offenders; the old and the new measure count from different records and are never one line."
disclosure = "people"
caveats = [
    "Describes people cautioned, convicted or released almost two years before publication.",
    "Cambridgeshire is the county here and leaves out Peterborough, which has its own row; the force area holds both.",
    "From October 2015 cohorts are three months long: use the annual average, which is weighted by cohort size.",
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
    100.0 * numerator / nullif(denominator, 0) as value,
    state,
    reason,
    source_file as source_release,
from core.reoffending_figure
where figure = 'rate'
    and sentence is null
