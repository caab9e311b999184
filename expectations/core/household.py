"""What core.household promises: one number of households for each area and year."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.household",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="household_year", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="household_count", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="household_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="an area has one number a year",
            unexpected_rows_query="""
select area_code, household_year, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="households change by less than a tenth in a year",
            unexpected_rows_query="""
select this.area_code, this.household_year from {batch} as this
inner join {batch} as before
    on this.area_code = before.area_code and this.household_year = before.household_year + 1
where this.household_count not between 0.9 * before.household_count and 1.1 * before.household_count
""",
            severity="warning",
            notes="A mistyped number, or an area whose borders changed.",
        ),
    ],
)
