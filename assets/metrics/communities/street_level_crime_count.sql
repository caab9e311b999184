/* metric
title = "Street-level crime"
definition = "Crimes that data.police.uk publishes for the month, without anti-social behaviour."
source = "police_uk"
objective_id = "C1"
priority_id = "C1.1"
unit = "count"
better_when = "neither"
area_roll_up = true
population = "Crimes recorded by the police and published at street level"
numerator_name = "Crimes"
numerator_unit = "offence"
breakdown = "crime_type"
breakdown_note = "Crime types add up to the total."
kept_by_month = true
caveats = [
    "Recorded crime depends on how it is reported and recorded: a rise is not by itself more crime.",
    "Places are anonymised by the publisher; crimes without a place, and those placed outside the force area, count in areas of their own (X98, X99).",
    "Some releases leave out crimes without a place: a step of about 3 per cent that is not crime.",
]
*/

with counted as (
    select month_start_date, force_code, csp_code, crime_type, count(*) as crime_count
    from core.street_crime
    where is_crime
    group by all
),

placed as (
    select
        month_start_date,
        unnest(list_distinct([force_code, csp_code])) as area_code,
        crime_type,
        crime_count,
    from counted
)

select
    area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    crime_type as breakdown_value,
    sum(crime_count)::bigint as numerator,
    null::bigint as denominator,
    numerator::double as value,
from placed
group by area_code, month_start_date, crime_type
