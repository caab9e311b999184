"""What core.csp_milestone promises: each milestone once, of a known partnership."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.csp_milestone",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="due_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="return_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same csp code, activity and milestone",
            unexpected_rows_query="""
select csp_code, activity, milestone, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="stage", value_set=["Understand", "Plan", "Do", "Review"], severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="what is met on time is done",
            unexpected_rows_query="""
select * from {batch} where is_met_on_time and done_date is null
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="force_code",
            severity="warning",
            notes="A partnership that is in no lookup: check its code.",
        ),
    ],
)
