"""What raw.police_finance promises: each force once a year, parts within their whole."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "shared spending is within all spending",
            "select * from {batch} where collaborated_spend_gbp > net_revenue_expenditure_gbp",
        ),
        expect.no_rows(
            "a financial year names two years that follow each other",
            """
select financial_year from {batch}
where (left(financial_year, 4)::integer + 1) % 100 <> right(financial_year, 2)::integer
""",
        ),
    ),
    *expect.warning(
        expect.column_values_to_be_between(
            "net_revenue_expenditure_gbp",
            min_value=1000000,
            notes="Amounts are whole pounds, not thousands or millions.",
        )
    ),
]
