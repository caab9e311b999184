"""What core.population promises to every rate over people."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.population",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["area_code", "population_year"], severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="population", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="population", min_value=1, severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWNSK]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="population_year", min_value=1801, max_value=2100, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no area changes by more than a tenth from one mid-year to the next",
            unexpected_rows_query="""
select this.area_code, this.population_year, this.population, before.population as before
from {batch} as this
inner join {batch} as before
    on this.area_code = before.area_code and this.population_year = before.population_year + 1
where before.population > 20000 and abs(this.population - before.population) > 0.1 * before.population
""",
            severity="warning",
            notes="Editions before and after a census are mixed, or boundaries changed. Small areas may.",
        ),
    ],
)
