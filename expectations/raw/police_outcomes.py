"""What raw.police_outcomes promises: each crime once, in the file of its month."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.police_outcomes",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="crime_reference", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="recorded_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="file_period", severity="critical"),
        gxe.ExpectColumnValuesToBeUnique(column="crime_reference", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWX]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every crime was recorded in the month that its file names",
            unexpected_rows_query="""
select file_period, recorded_date from {batch}
where date_trunc('month', recorded_date) <> file_period
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="an outcome and its date come together",
            unexpected_rows_query="""
select outcome_code, outcome_date from {batch}
where (outcome_code is null) <> (outcome_date is null)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no outcome is given before the crime is recorded",
            unexpected_rows_query="""
select recorded_date, outcome_date from {batch} where outcome_date < recorded_date
""",
            severity="warning",
            notes="A date typed wrongly, or a crime recorded late: ask the force.",
        ),
    ],
)
