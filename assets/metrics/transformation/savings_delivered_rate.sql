/* metric
title = "Savings delivered against plan"
definition = "Savings achieved in the financial year, as a percentage of the savings planned for it, cashable and non-cashable apart."
source = "constabulary_finance"
objective_id = "T1"
priority_id = "T1.1"
unit = "percent"
better_when = "higher"
population = "Savings in the force's medium-term financial plan"
numerator_name = "Savings achieved"
denominator_name = "Savings planned"
denominator_unit = "gbp"
breakdown = "kind of saving"
breakdown_total = "none"
breakdown_note = "Cashable savings release money; non-cashable savings release time or avoid a cost, and are never added to them."
lag_months = 3
chart = "bars"
caveats = [
    "Cashable and non-cashable savings are apart: only the first can be spent again.",
    "The year in progress shows savings to date against the whole year's plan.",
]
*/

with kinds as (
    select
        area_code,
        year_start_date,
        year_end_date,
        basis,
        source_file,
        unnest([
            {
                'kind': 'cashable',
                'planned': cashable_savings_planned_gbp,
                'achieved': cashable_savings_achieved_gbp,
            },
            {
                'kind': 'non-cashable',
                'planned': non_cashable_savings_planned_gbp,
                'achieved': non_cashable_savings_achieved_gbp,
            },
        ]) as saving,
    from core.police_finance
)

select
    area_code,
    year_start_date as period_start_date,
    year_end_date as period_end_date,
    saving.kind as breakdown_value,
    saving.achieved as numerator,
    saving.planned as denominator,
    100.0 * numerator / nullif(denominator, 0) as value,
    case
        when denominator = 0 then 'not_applicable'
        when value is null then 'missing'
        when basis = 'estimate' then 'provisional'
    end as state,
    case
        when denominator = 0 then 'no saving of this kind was planned'
        when value is null then 'savings of this kind were not delivered'
        when basis = 'estimate' then 'the year is not over'
    end as reason,
    source_file as source_release,
from kinds
