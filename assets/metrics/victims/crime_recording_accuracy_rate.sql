/* metric
title = "Crime recording accuracy"
definition = "Crimes that the force recorded, as a percentage of the crimes reported to it in the sample of an inspection."
source = "hmicfrs_data_integrity"
objective_id = "V1"
priority_id = "V1.1"
unit = "percent"
better_when = "higher"
basis = "audit"
aggregation = "none"
population = "Reports of crime in the inspection's sample"
geography = "force"
numerator_name = "Crimes recorded"
numerator_unit = "crime"
denominator_name = "Crimes reported, in the sample"
denominator_unit = "crime"
frequency = "snapshot_date"
breakdown = "crime group"
breakdown_total = "none"
breakdown_note = "Violence and sexual offences are sampled apart from all crime, so the groups do not add up."
lag_months = 0
chart = "dots"
caveats = [
    "An audit of a sample, with a margin of error: the accuracy of one inspection, not a trend.",
    "The interval is the inspectorate's own margin where it gives one, else that of a simple sample.",
]
*/

select
    force_code as area_code,
    inspection_date as period_start_date,
    inspection_date as period_end_date,
    nullif(crime_group, 'all crime') as breakdown_value,
    recorded_count as numerator,
    audited_count as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    greatest(0, value - margin_points) as lower,
    least(100, value + margin_points) as upper,
    case when denominator = 0 then 'not_applicable' end as state,
    case
        when denominator = 0 then 'no report of this group was in the sample'
    end as reason,
    source_file as source_release,
from core.crime_recording_audit
where force_code is not null
