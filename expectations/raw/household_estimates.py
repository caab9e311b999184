"""What raw.household_estimates promises: an area, a year and its households."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.household_estimates",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="household_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="household_count", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="household_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="a file has each area and year once",
            unexpected_rows_query="""
select source_file, area_code, household_year, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
    ],
)
