"""What core.court promises: each court once, its notice without markup."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.court",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each court stands once",
            unexpected_rows_query="""
select court_id, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="court_name", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no notice holds markup",
            unexpected_rows_query="""
select court_id, notice from {batch} where regexp_matches(notice, '</?[a-zA-Z]')
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="no notice holds a character entity",
            unexpected_rows_query="""
select court_id, notice from {batch} where regexp_matches(notice, '&[a-z]+;')
""",
            severity="warning",
            notes="Add the entity to core.court.",
        ),
    ],
)
