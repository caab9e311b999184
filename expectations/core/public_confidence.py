"""What core.public_confidence promises: each area once a year, a percentage of a base."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.public_confidence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="year_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each area stands once a year",
            unexpected_rows_query="""
select area_code, year_end_date from {batch}
where area_code is not null group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="an area code has nine characters",
            unexpected_rows_query="""
select area_code from {batch} where not regexp_full_match(area_code, '[A-Z][0-9]{{8}}')
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="percent_good", min_value=1, max_value=100, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="area_code",
            severity="warning",
            notes="A name that is no known force: a region, or a new spelling.",
        ),
    ],
)
