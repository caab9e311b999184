/* metric
title = "Public confidence in the police"
definition = "Adults who say that the police in their local area do a good or excellent job, as a percentage of those asked in the Crime Survey for England and Wales, weighted."
source = "ons_crime_survey"
objective_id = "C2"
priority_id = "C2.1"
unit = "percent"
better_when = "higher"
basis = "survey"
aggregation = "none"
population = "Adults aged 16 and over in the Crime Survey for England and Wales"
geography = "force"
numerator_name = "Respondents who say good or excellent, by the weighted percentage"
numerator_unit = "response"
denominator_name = "Respondents (unweighted base)"
denominator_unit = "response"
frequency = "year_ending"
lag_months = 9
caveats = [
    "A sample survey: one force's figure is uncertain by about four percentage points either way.",
    "The interval is the survey's own where it is published, else that of a simple sample, which is narrower.",
    "No figures by force were published for the pandemic years: that is a gap, not a fall.",
]
*/

select
    area_code,
    year_start_date as period_start_date,
    year_end_date as period_end_date,
    -- A weighted percentage gives no whole number of people; rounding keeps it as published.
    case when percent_good is not null then round(percent_good * unweighted_base / 100.0, 6) end
        as numerator,
    case when percent_good is not null then unweighted_base end as denominator,
    percent_good as value,
    lower_percent as lower,
    upper_percent as upper,
    case when percent_good is null then coalesce(percent_state, 'missing') end as state,
    case
        when percent_good is null and percent_state = 'suppressed'
            then 'too few people were asked for the publisher to give a figure'
        when percent_good is null then 'the publisher gives no figure for this area and year'
    end as reason,
    source_file as source_release,
from core.public_confidence
where area_code is not null
