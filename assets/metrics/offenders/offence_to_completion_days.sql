/* metric
title = "Days from offence to completion of a criminal case"
definition = "Median days from the offence to the completion of the defendant's case, of defendants whose case was completed in the period."
source = "moj_criminal_courts"
objective_id = "O2"
unit = "days"
better_when = "lower"
population = "Defendants whose case was completed at magistrates' courts or the Crown Court"
geography = "Local Criminal Justice Board area in which the court sits; England and Wales"
numerator_name = "Median days from offence to completion"
numerator_unit = "day"
aggregation = "none"
breakdown = "court_type"
breakdown_note = "The total is the publisher's median of all criminal courts."
caveats = [
    "A median of the publisher's: quarters, courts and areas cannot be averaged into another.",
    "Counts completed cases only, so it falls behind while a backlog grows and jumps when old cases are cleared.",
]
*/

select
    area_code,
    case court_type
        when 'magistrates' then 'Magistrates'' courts'
        when 'crown' then 'Crown Court'
    end as breakdown_value,
    period_type,
    period_start_date,
    period_end_date,
    null::bigint as numerator,
    null::bigint as denominator,
    median_offence_to_completion_days as value,
    case when median_offence_to_completion_days is null then 'missing' end as state,
    case
        when median_offence_to_completion_days is null
            then 'No median was published for this period.'
    end as reason,
    source_file as source_release,
from core.court_timeliness
where area_code <> 'X99000000'
