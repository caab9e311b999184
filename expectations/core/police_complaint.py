"""What core.police_complaint promises: each force once a period."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_complaint",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_end_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="each force stands once a period",
            unexpected_rows_query="""
select area_code, period_end_date from {batch}
where area_code is not null group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="complaint_count", min_value=0, severity="critical"
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="employee_count", min_value=1, severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="area_code",
            severity="warning",
            notes="A name that is no known force: add its spelling to the reference.",
        ),
    ],
)
