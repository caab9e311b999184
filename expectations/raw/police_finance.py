"""What raw.police_finance promises: each force once a year, parts within their whole."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_finance",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="financial_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(
            column="net_revenue_expenditure_gbp", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same area code and financial year",
            unexpected_rows_query="""
select area_code, financial_year, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="shared spending is within all spending",
            unexpected_rows_query="""
select * from {batch} where collaborated_spend_gbp > net_revenue_expenditure_gbp
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a financial year names two years that follow each other",
            unexpected_rows_query="""
select financial_year from {batch}
where (left(financial_year, 4)::integer + 1) % 100 <> right(financial_year, 2)::integer
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToBeBetween(
            column="net_revenue_expenditure_gbp",
            min_value=1000000,
            severity="warning",
            notes="Amounts are whole pounds, not thousands or millions.",
        ),
    ],
)
