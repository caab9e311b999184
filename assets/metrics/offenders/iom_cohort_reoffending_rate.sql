/* metric
title = "Integrated offender management: members who reoffended"
definition = "Members of the integrated offender management cohort with a proven or alleged reoffence in the quarter, as a percentage of the cohort."
source = "offender_management"
objective_id = "O4"
priority_id = "O4.1"
unit = "percent"
better_when = "lower"
basis = "cohort"
population = "Members of the integrated offender management cohort in the quarter"
geography = "force"
numerator_name = "Members with a proven or alleged reoffence"
numerator_unit = "offender"
denominator_name = "Members of the cohort"
denominator_unit = "offender"
aggregation = "none"
frequency = "quarter"
breakdown = "definition_version"
breakdown_total = "none"
breakdown_note = "The total is the series of the newest definition alone: quarters counted by an earlier one stand under its name."
lag_months = 3
disclosure = "people"
marking = "OFFICIAL"
caveats = [
    "Members are chosen because they offend much, so their offending falls by itself: no before and after may be claimed without people to compare with.",
    "Alleged reoffences are counted with proven ones.",
    "When the definition of the cohort changes a new series begins.",
]
*/

with figure as (
    select *, null::varchar as part
    from core.iom_cohort
    where is_newest_definition

    union all by name

    select *, definition_version as part
    from core.iom_cohort
)

select
    area_code,
    part as breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    reoffended_count as numerator,
    cohort_count as denominator,
    100.0 * reoffended_count / nullif(cohort_count, 0) as value,
    case
        when cohort_count = 0 then 'not_applicable'
        when value is not null then null
        when is_suppressed then 'suppressed'
        else 'missing'
    end as state,
    case
        when cohort_count = 0 then 'No one was in the cohort.'
        when value is not null then null
        when is_suppressed then 'Suppressed: too few people.'
        else 'The return did not give this figure.'
    end as reason,
    source_file as source_release,
from figure
