"""What raw.home_office_arrests_workbook promises: a force, a year and an offence group."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.home_office_arrests_workbook",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="financial_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="arrest_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a financial year is two years that follow each other",
            unexpected_rows_query="""
select distinct financial_year from {batch}
where (left(financial_year, 4)::integer + 1) % 100 <> right(financial_year, 2)::integer
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a force's year is given whole or not at all",
            unexpected_rows_query="""
select financial_year, force_name from {batch}
where not starts_with(offence_group, '20')
group by financial_year, force_name
having count(arrest_count) not in (0, count(*))
""",
            severity="warning",
            notes="The numbers that are missing make the year's arrests too few.",
        ),
    ],
)
