"""What raw.inspection_recommendations promises: one register of one day for each force."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.inspection_recommendations",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="recommendation_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="raised_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="register_date", severity="critical"),
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
        gxe.UnexpectedRowsExpectation(
            description="nothing is raised or closed after the day of the register",
            unexpected_rows_query="""
select * from {batch} where raised_date > register_date or closed_date > register_date
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the register of a force has one date",
            unexpected_rows_query="""
select force_name from {batch} group by force_name having count(distinct register_date) > 1
""",
            severity="critical",
        ),
    ],
)
