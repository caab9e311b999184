/* metric
title = "Police volunteers"
definition = "Special constables and police support volunteers of the force on the day, by headcount."
source = "home_office_workforce"
objective_id = "C2"
unit = "count"
better_when = "higher"
population = "Special constables and police support volunteers"
numerator_name = "Volunteers (headcount)"
numerator_unit = "volunteer"
breakdown = "volunteer_type"
breakdown_total = "none"
breakdown_note = "Special constables have the powers of a constable and support volunteers have not: they are not added up. Cadets and Watch members are not in the Home Office's tables."
caveats = [
    "Headcount says nothing of the hours given.",
    "Forces take those who left off their lists from time to time, so a fall may be older than it looks.",
]
chart = "dots"
*/

select
    force_code as area_code,
    as_at_date as period_start_date,
    as_at_date as period_end_date,
    case worker_type
        when 'special_constable' then 'Special constables'
        else 'Police support volunteers'
    end as breakdown_value,
    worker_count as numerator,
    null::bigint as denominator,
    worker_count as value,
    case when worker_count is null then 'missing' end as state,
    case when worker_count is null then 'the force gave no number for this day' end as reason,
    source_release,
from core.police_workforce
where worker_type in ('special_constable', 'police_support_volunteer') and measure = 'headcount'
