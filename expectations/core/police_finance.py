"""What core.police_finance promises: each force once a year, whole pounds."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_finance",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="year_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(
            column="net_revenue_expenditure_gbp", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same area code and year start date",
            unexpected_rows_query="""
select area_code, year_start_date, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="net_revenue_expenditure_gbp", min_value=1, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="shared spending is within all spending",
            unexpected_rows_query="""
select * from {batch} where collaborated_spend_gbp > net_revenue_expenditure_gbp
""",
            severity="critical",
        ),
    ],
)
