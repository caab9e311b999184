-- A force's net spending, its savings planned and made, and its shared spending.
-- Grain: one row per force and financial year.

select
    area_code,
    make_date(left(financial_year, 4)::integer, 4, 1) as year_start_date,
    make_date(left(financial_year, 4)::integer + 1, 3, 31) as year_end_date,
    financial_year,
    basis,
    net_revenue_expenditure_gbp,
    cashable_savings_planned_gbp,
    cashable_savings_achieved_gbp,
    non_cashable_savings_planned_gbp,
    non_cashable_savings_achieved_gbp,
    collaborated_spend_gbp,
    source_file,
from raw.police_finance
