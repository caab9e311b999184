"""What raw.public_questions promises: each question once, raised before it is answered."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.public_questions",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="question_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="raised_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="board_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="register_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same question identifier",
            unexpected_rows_query="""
select question_id, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a question is raised before its board and before its answer",
            unexpected_rows_query="""
select * from {batch} where board_date < raised_date or answered_date < raised_date
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no answer is given after the day of the register",
            unexpected_rows_query="""
select * from {batch} where answered_date > register_date
""",
            severity="critical",
        ),
    ],
)
