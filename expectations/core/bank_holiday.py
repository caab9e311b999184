"""What core.bank_holiday promises: each day once in each part of the kingdom."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.bank_holiday",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="division", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="holiday_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="title", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same division and holiday date",
            unexpected_rows_query="""
select division, holiday_date, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no bank holiday is on a Saturday or a Sunday",
            unexpected_rows_query="""
select * from {batch} where isodow(holiday_date) > 5
""",
            severity="warning",
            notes="One that falls on a weekend is moved to a weekday.",
        ),
    ],
)
