"""What raw.first_time_entrants promises: each area, measure and year once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.first_time_entrants",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each figure stands once",
            unexpected_rows_query="""
select area_name, area_kind, measure, year_ending, area_code, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="value", min_value=0, severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="measure",
            value_set=["number", "rate per 100,000", "population"],
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a year of numbers has more than one area",
            unexpected_rows_query="""
select measure, year_ending from {batch}
group by measure, year_ending having count(*) < 2
""",
            severity="warning",
            notes="A part of a table was delivered.",
        ),
    ],
)
