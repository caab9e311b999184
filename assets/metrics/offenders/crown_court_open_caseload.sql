/* metric
title = "Open Crown Court caseload"
definition = "Cases received by the Crown Court and not yet completed at the end of the quarter."
source = "moj_criminal_courts"
objective_id = "O3"
priority_id = "O3.1"
unit = "count"
better_when = "lower"
basis = "stock"
aggregation = "last"
population = "Open cases at the Crown Court"
geography = "England and Wales; the parts are courts, which serve more than the area they stand in"
numerator_name = "Open cases"
numerator_unit = "case"
frequency = "snapshot_date"
breakdown = "court"
breakdown_note = "The courts add up to England and Wales on the dates on which courts are published."
caveats = [
    "A court is where a case is heard, not where the offence was: Peterborough has no row of its own.",
    "The table by court carries no date: it is taken for the quarter end at which the courts add up to England and Wales.",
]
*/

select
    area_code,
    null::varchar as breakdown_value,
    quarter_end_date as period_start_date,
    quarter_end_date as period_end_date,
    open_count as numerator,
    null::bigint as denominator,
    open_count as value,
    null::varchar as state,
    null::varchar as reason,
    source_file as source_release,
from core.crown_court_caseload
union all by name
select
    'K04000001' as area_code,
    court_name as breakdown_value,
    quarter_end_date as period_start_date,
    quarter_end_date as period_end_date,
    sum(open_count)::bigint as numerator,
    null::bigint as denominator,
    sum(open_count)::bigint as value,
    case when count(open_count) = 0 then 'missing' end as state,
    case
        when count(open_count) = 0 then 'No figure is published for this court.'
        when not bool_and(is_reconciled) then
            'The courts do not add up to England and Wales: taken for the latest quarter delivered.'
    end as reason,
    max(source_file) as source_release,
from core.crown_court_caseload_by_court
group by court_name, quarter_end_date
