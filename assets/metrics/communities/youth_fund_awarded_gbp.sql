/* metric
title = "Youth and Community Fund awards"
definition = "Amount awarded from the Youth and Community Fund in the half-year of the award date, in pounds."
objective_id = "C1"
priority_id = "C1.1"
unit = "gbp"
better_when = "neither"
basis = "flow"
aggregation = "sum"
population = "Awards of the Youth and Community Fund"
geography = "Police force area and district of the beneficiaries"
numerator_name = "Amount awarded"
numerator_unit = "gbp"
frequency = "half_year"
roll_up = ["financial_year"]
partial = "over_present"
lag_months = 1
publisher = "Grants ledger of the office (360Giving)"
owner = "commissioning"
chart = "bars"
caveats = [
    "Awarded is not paid, and paid is not spent.",
    "How many young people an award reaches is not known from the ledger, and groups may count the same ones.",
]
*/

with awarded as (
    select
        unnest(list_distinct([area_code, beneficiary_location_code])) as area_code,
        (
            date_trunc('year', award_date - interval 3 month)
            + to_months(case when month(award_date - interval 3 month) > 6 then 9 else 3 end)
        )::date as half_year_start_date,
        amount_awarded,
        source_file,
    from core.grant_award
    where currency = 'GBP'
        and regexp_matches(concat_ws(' ', title, purpose), '(?i)\byouth (and|&) community fund\b')
)

select
    area_code,
    half_year_start_date as period_start_date,
    (half_year_start_date + interval 6 month - interval 1 day)::date as period_end_date,
    sum(amount_awarded::decimal(18, 2))::double as numerator,
    null::double as denominator,
    numerator as value,
    max(source_file) as source_release,
from awarded
where regexp_full_match(area_code, '[A-Z]\d{8}')
group by area_code, half_year_start_date
