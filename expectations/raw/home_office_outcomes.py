"""What raw.home_office_outcomes promises: a force, a quarter, an offence and an outcome."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.home_office_outcomes",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="financial_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="financial_quarter", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="outcome_type", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="financial_quarter", min_value=1, max_value=4, severity="critical"
        ),
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
            description="every row has a number of offences",
            unexpected_rows_query="""
select financial_year, force_name, offence_code, outcome_type from {batch} where offence_count is null
""",
            severity="warning",
            notes="A number that is not given is left out of the sums.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no offence is cancelled more than 100 times in a quarter",
            unexpected_rows_query="""
select financial_year, force_name, offence_description, offence_count from {batch}
where offence_count < -100
""",
            severity="warning",
            notes="Transferred and cancelled records make small negative numbers, not large ones.",
        ),
    ],
)
