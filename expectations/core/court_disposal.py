"""What core.court_disposal promises to the sentence outcomes by police force area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.court_disposal",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each outcome of an offence group stands once an area and year",
            unexpected_rows_query="""
select area_code, year_start_date, offence_group, sentence_outcome, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="sentenced_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="sentence_outcome", severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="some of every year is of a known police force area",
            unexpected_rows_query="""
select year_start_date from {batch} group by year_start_date
having count(*) filter (area_code <> 'X99000000') = 0
""",
            severity="warning",
            notes="Add the spellings to assets/reference/police_force.csv.",
        ),
    ],
)
