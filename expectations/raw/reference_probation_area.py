"""What raw.reference_probation_area promises: each name of an area of probation once, of its kind."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_probation_area",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each name stands once of its kind",
            unexpected_rows_query="""
select name, area_kind, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code", regex=r"^[A-Z]\d{8}$", severity="critical"
        ),
    ],
)
