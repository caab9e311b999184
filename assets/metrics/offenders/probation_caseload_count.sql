/* metric
title = "People supervised by probation"
definition = "People supervised by the probation service on the last day of the quarter, by type of supervision."
source = "hmpps_offender_management"
objective_id = "O4"
unit = "people"
better_when = "neither"
basis = "stock"
population = "People on a court order, on licence or under supervision before or after release"
geography = "Probation region or division; England and Wales"
numerator_name = "People supervised"
numerator_unit = "person"
aggregation = "last"
frequency = "snapshot_date"
breakdown = "supervision_type"
breakdown_total = "none"
breakdown_note = "A person may be under more than one type of supervision, so the parts can exceed the total."
lag_months = 4
disclosure = "people"
caveats = [
    "Regions of probation are not police force areas, and not the regions of England.",
    "From 2014 to 2021 supervision was split between the National Probation Service and Community Rehabilitation Companies: people counted before and after are not the same people.",
]
*/

select
    area_code,
    case when not is_all_supervision then supervision_type end as breakdown_value,
    period_start_date,
    period_end_date,
    max(person_count) as numerator,
    null::bigint as denominator,
    max(person_count) as value,
    case when numerator is null then coalesce(max(person_count_state), 'missing') end as state,
    case
        when numerator is not null then null
        when max(person_count_state) = 'suppressed'
            then 'Suppressed by the publisher: too few people.'
        else 'Not published for this day.'
    end as reason,
    max(source_file) as source_release,
from core.probation_supervision
where measure = 'caseload'
    and area_code is not null
group by
    area_code,
    is_all_supervision,
    supervision_type,
    period_start_date,
    period_end_date
