/* metric
title = "Reoffending of adults released from short sentences"
definition = "Adults released from custodial sentences of less than twelve months who committed a proven reoffence within twelve months, as a percentage of those released."
source = "moj_reoffending"
objective_id = "O3"
priority_id = "O3.1"
unit = "percent"
better_when = "neither"
population = "Adults released from custodial sentences of less than twelve months"
geography = "england_and_wales"
numerator_name = "Reoffenders"
numerator_unit = "reoffender"
denominator_name = "Adults released"
denominator_unit = "offender"
context_only = true
caveats = [
    "National context of another population: it may not be set beside the reoffending rate of all offenders as a comparison.",
    "Describes people released almost two years before publication.",
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
    and sentence = 'less than 12 months'
