"""What raw.ons_antisocial_behaviour promises: a name, a year ending March and an edition."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.ons_antisocial_behaviour",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="year_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="edition_end_date", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="incident_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every year ends on 31 March",
            unexpected_rows_query="""
select distinct year_end_date from {batch}
where month(year_end_date) <> 3 or day(year_end_date) <> 31
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
            description="no edition has fewer than 43 areas a year",
            unexpected_rows_query="""
select edition_end_date, year_end_date from {batch} group by all having count(*) < 43
""",
            severity="warning",
            notes="There are 43 territorial forces, and regions beside them.",
        ),
    ],
)
