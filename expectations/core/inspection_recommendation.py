"""What core.inspection_recommendation promises: dates in order, a known type."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.inspection_recommendation",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="recommendation_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="raised_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="register_date", severity="critical"),
        gxe.ExpectColumnValuesToBeInSet(
            column="recommendation_type",
            value_set=["cause of concern", "recommendation", "area for improvement"],
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same force name and recommendation identifier",
            unexpected_rows_query="""
select force_name, recommendation_id, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a recommendation is raised before it is closed",
            unexpected_rows_query="""
select * from {batch} where closed_date < raised_date
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="force_code",
            severity="warning",
            notes="A name that is no known force: add its spelling to the reference.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no recommendation is open for five years",
            unexpected_rows_query="""
select * from {batch} where closed_date is null and raised_date < register_date - interval 5 years
""",
            severity="warning",
            notes="It may have been closed and not entered: ask the inspection lead.",
        ),
    ],
)
