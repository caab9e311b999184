"""What raw.ons_force_area_tables promises: a name, a year, a measure and an edition."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.ons_force_area_tables",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="table_kind", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="year_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="measure", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="edition_end_date", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="figure", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every year ends on the last day of a quarter",
            unexpected_rows_query="""
select distinct year_end_date from {batch}
where year_end_date <> last_day(year_end_date) or month(year_end_date) % 3 <> 0
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no year ends after its edition",
            unexpected_rows_query="""
select year_end_date, edition_end_date from {batch}
where year_end_date > edition_end_date
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no table has fewer than 43 areas a year",
            unexpected_rows_query="""
select edition_end_date, table_kind, year_end_date from {batch}
group by all having count(distinct area_name) < 43
""",
            severity="warning",
            notes="There are 43 territorial forces, and regions beside them.",
        ),
    ],
)
