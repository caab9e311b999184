"""What raw.proven_reoffending_by_index_offence promises: proportions, each once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.proven_reoffending_by_index_offence",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each year ending, age, index offence stands once",
            unexpected_rows_query="""
select year_ending, age, index_offence, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="proportion", min_value=0, max_value=1, severity="critical"
        ),
    ],
)
