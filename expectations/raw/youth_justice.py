"""What raw.youth_justice promises: one figure per area, year, indicator and measure."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.youth_justice",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each area code, period, indicator, measure stands once",
            unexpected_rows_query="""
select area_code, period, indicator, measure, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[EWKNS]\d{8}$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a count stands beside every rate of children cautioned or sentenced",
            unexpected_rows_query="""
select area_code, period from {batch}
where indicator ilike 'children cautioned or sentenced'
group by area_code, period
having count(*) filter (measure ilike 'count') <> 1
""",
            severity="warning",
        ),
    ],
)
