"""What raw.population_force promises: people, by police force area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.population_force",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="population", severity="critical"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["source_file", "force_code"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="population", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every file says its mid-year, in a column or in its name",
            unexpected_rows_query="""
select distinct source_file from {batch}
where population_year is null and file_period is null
""",
            severity="warning",
            notes="Without a year its figures are not used.",
        ),
    ],
)
