"""What core.police_finance promises: each force once a year, whole pounds."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null(
        "area_code", "year_start_date", "net_revenue_expenditure_gbp"
    ),
    expect.no_repeats(
        "no two rows are of the same area code and year start date", "area_code, year_start_date"
    ),
    expect.column_values_to_be_between("net_revenue_expenditure_gbp", min_value=1),
    expect.no_rows(
        "shared spending is within all spending",
        "select * from {batch} where collaborated_spend_gbp > net_revenue_expenditure_gbp",
    ),
)
