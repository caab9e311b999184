"""What core.prison promises: each prison once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.prison",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each prison stands once",
            unexpected_rows_query="""
select prison_name, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="prison_name", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a place has both of its coordinates",
            unexpected_rows_query="""
select prison_name from {batch} where (longitude is null) <> (latitude is null)
""",
            severity="critical",
        ),
    ],
)
