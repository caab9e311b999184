"""What raw.bank_holidays promises: each holiday once, in its own year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.bank_holidays",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="division", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="holiday_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="title", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same division, holiday date and title",
            unexpected_rows_query="""
select division, holiday_date, title, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a holiday is in its year",
            unexpected_rows_query="""
select * from {batch} where holiday_year <> year(holiday_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a year has at least seven holidays",
            unexpected_rows_query="""
select division, holiday_year from {batch} group by all having count(*) < 7
""",
            severity="warning",
            notes="The year may be incomplete.",
        ),
    ],
)
