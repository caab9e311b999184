/* metric
title = "Mental health treatment requirements made"
definition = "Mental health treatment requirements made by the courts in the quarter; beside it people assessed as suitable, and requirements ended and completed."
source = "mental_health_treatment"
objective_id = "O3"
unit = "count"
better_when = "higher"
basis = "flow"
population = "People sentenced to a community or suspended sentence order with the requirement"
geography = "Police force area of the court (local return); probation region and England and Wales (national statistics)"
numerator_name = "Mental health treatment requirements"
numerator_unit = "requirement"
aggregation = "sum"
frequency = "quarter"
roll_up = ["financial_year", "calendar_year"]
breakdown = "stage"
breakdown_total = "none"
breakdown_note = "Stages are flows of one quarter, not one group of people followed: a requirement made now is completed a year on."
lag_months = 3
publisher = "Mental health treatment requirement partnership; HM Prison and Probation Service"
disclosure = "people"
marking = "OFFICIAL"
chart = "bars"
caveats = [
    "A pilot: women at Peterborough Magistrates' Court from September 2019, so counts are under ten.",
    "The local return counts requirements made, the national statistics requirements started: the two are not compared.",
]
*/

with stage as (
    select
        area_code,
        quarter_start_date,
        quarter_end_date,
        is_suppressed,
        source,
        source_file,
        unnest([
            {'part': null, 'number': made_count},
            {'part': 'Assessed as suitable', 'number': assessed_suitable_count},
            {'part': 'Ended', 'number': ended_count},
            {'part': 'Completed', 'number': completed_count},
        ], recursive := true),
    from core.mental_health_treatment_requirement
)

select
    area_code,
    part as breakdown_value,
    quarter_start_date as period_start_date,
    quarter_end_date as period_end_date,
    case when count(*) = count(number) then sum(number)::bigint end as numerator,
    null::bigint as denominator,
    numerator as value,
    case
        when numerator is not null then null
        when bool_or(is_suppressed) then 'suppressed'
        else 'missing'
    end as state,
    case
        when numerator is not null then null
        when bool_or(is_suppressed) then 'Suppressed: too few people.'
        else 'A court did not give this figure.'
    end as reason,
    max(source_file) as source_release,
from stage
-- The national statistics count no other stage.
where source = 'local return' or part is null
group by area_code, part, quarter_start_date, quarter_end_date
