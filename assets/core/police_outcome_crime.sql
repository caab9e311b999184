-- The force's own crimes, each with the outcome it has so far.
-- Grain: one row per crime (pseudonymous reference).
-- Not kept by month: an outcome assigned in one month belongs to a crime recorded in another.

select
    crime.crime_reference,
    crime.area_code as force_code,
    coalesce(crime.csp_code, force.unknown_code, 'X99000000') as csp_code,
    crime.recorded_date,
    date_trunc('month', crime.recorded_date)::date as recorded_month_start_date,
    crime.offence_group,
    crime.offence_code,
    crime.outcome_code,
    crime.outcome_date,
    date_trunc('month', crime.outcome_date)::date as outcome_month_start_date,
    crime.is_domestic_abuse,
    outcome.outcome_group,
    coalesce(outcome.is_charged, false) as is_charged,
    coalesce(outcome.is_positive, false) as is_positive,
    coalesce(outcome.is_out_of_court, false) as is_out_of_court,
    coalesce(outcome.is_prosecution_possible, false) as is_prosecution_possible,
from raw.police_outcomes as crime
left join core.outcome_code as outcome on upper(crime.outcome_code) = outcome.outcome_code
left join (
    select force_code, any_value(unknown_code) as unknown_code
    from core.police_force
    group by force_code
) as force on crime.area_code = force.force_code
