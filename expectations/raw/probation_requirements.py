"""What raw.probation_requirements promises: each requirement once a region, supervision, sex and quarter."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.probation_requirements",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectTableRowCountToBeBetween(min_value=1, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each figure stands once",
            unexpected_rows_query="""
select nps_region, supervision_type, sex, quarter, requirement_type, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="person_count", min_value=0, severity="critical"),
    ],
)
