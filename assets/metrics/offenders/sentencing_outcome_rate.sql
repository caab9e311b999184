/* metric
title = "Sentence outcomes"
definition = "People and companies given each sentence, as a percentage of all who were sentenced at magistrates' courts and the Crown Court."
source = "moj_criminal_justice"
objective_id = "O2"
unit = "percent"
better_when = "neither"
population = "People and companies sentenced, each counted once by the most severe sentence"
geography = "england_and_wales"
numerator_name = "Sentenced to this outcome"
numerator_unit = "defendant"
denominator_name = "Sentenced"
denominator_unit = "defendant"
roll_up = ["calendar_year", "financial_year"]
breakdown = "sentence_outcome"
breakdown_total = "none"
breakdown_note = "The outcomes are exclusive and add up to 100 per cent."
owner = "criminal_justice_board"
chart = "bars"
caveats = [
    "England and Wales: no area below that is published in this source.",
    "A change in the mix of offences moves these shares as much as a change in sentencing does.",
]
*/

with outcome as (
    select
        area_code,
        quarter_start_date,
        quarter_end_date,
        sentence_outcome,
        sum(sentenced_count)::bigint as sentenced_count,
        max(source_file) as source_file,
        count(distinct court_type) as court_count,
    from core.sentence_outcome
    group by all
),

sentenced as (
    select
        quarter_start_date,
        sum(sentenced_count)::bigint as sentenced_count,
        max(court_count) as court_count,
    from outcome
    group by all
)

select
    outcome.area_code,
    outcome.sentence_outcome as breakdown_value,
    outcome.quarter_start_date as period_start_date,
    outcome.quarter_end_date as period_end_date,
    outcome.sentenced_count as numerator,
    sentenced.sentenced_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    outcome.source_file as source_release,
from outcome
inner join sentenced using (quarter_start_date)
-- A quarter of which one court is not yet published is no quarter.
where sentenced.court_count = 2
    and sentenced.sentenced_count > 0
