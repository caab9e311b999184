"""What core.probation_supervision promises: each area, supervision and requirement once a period."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.probation_supervision",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each figure stands once",
            unexpected_rows_query="""
select measure, area_name, supervision_type, requirement_type, period_start_date, count(*) as
row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="measure", value_set=["caseload", "starts", "requirements"], severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(column="person_count", min_value=0, severity="critical"),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every region of probation is known",
            unexpected_rows_query="""
select distinct area_name from {batch} where area_code is null
""",
            severity="warning",
            notes="Add the spelling to assets/reference/probation_area.csv.",
        ),
    ],
)
