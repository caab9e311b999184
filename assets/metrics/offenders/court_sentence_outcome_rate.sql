/* metric
title = "Sentence outcomes by police force area"
definition = "People and companies given each sentence in the year, as a percentage of all who were sentenced for an offence of the police force area."
source = "moj_outcomes_by_offence"
objective_id = "O2"
unit = "percent"
better_when = "neither"
basis = "flow"
population = "People and companies sentenced, each counted once by the most severe sentence"
geography = "Police force area; England and Wales"
numerator_name = "Sentenced to this outcome"
numerator_unit = "defendant"
denominator_name = "Sentenced"
denominator_unit = "defendant"
aggregation = "sum"
frequency = "calendar_year"
breakdown = "sentence_outcome"
breakdown_total = "none"
breakdown_note = "The outcomes are exclusive and add up to 100 per cent."
lag_months = 5
owner = "criminal_justice_board"
chart = "bars"
caveats = [
    "A change in the mix of offences moves these shares as much as a change in sentencing does.",
    "Counts defendants by the police force area that prosecuted; London is given as the Metropolitan Police and the City of London.",
]
*/

with outcome as (
    select
        area_code,
        year_start_date,
        year_end_date,
        sentence_outcome,
        sum(sentenced_count)::bigint as sentenced_count,
        max(source_file) as source_file,
    from core.court_disposal
    where area_code <> 'X99000000'
    group by all
),

sentenced as (
    select
        area_code,
        year_start_date,
        sum(sentenced_count)::bigint as sentenced_count,
    from outcome
    group by all
)

select
    outcome.area_code,
    outcome.sentence_outcome as breakdown_value,
    outcome.year_start_date as period_start_date,
    outcome.year_end_date as period_end_date,
    outcome.sentenced_count as numerator,
    sentenced.sentenced_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    outcome.source_file as source_release,
from outcome
inner join sentenced using (area_code, year_start_date)
where sentenced.sentenced_count > 0
