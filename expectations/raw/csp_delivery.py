"""What raw.csp_delivery promises: one return of one day for each partnership."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.csp_delivery",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="activity", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="milestone", severity="critical"),
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
        gxe.UnexpectedRowsExpectation(
            description="nothing is done after the day of the return",
            unexpected_rows_query="""
select * from {batch} where done_date > return_date
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the return of a partnership has one date",
            unexpected_rows_query="""
select csp_code from {batch} group by csp_code having count(distinct return_date) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="what is done has evidence",
            unexpected_rows_query="""
select * from {batch} where done_date is not null and not has_evidence
""",
            severity="warning",
            notes="Ask the partnership for it.",
        ),
    ],
)
