"""What core.public_question promises: each question once, answered in time only if answered."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.public_question",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="question_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="board_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same question identifier",
            unexpected_rows_query="""
select question_id, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="what is answered in time has an answer",
            unexpected_rows_query="""
select * from {batch} where is_answered_in_time and answered_date is null
""",
            severity="critical",
        ),
    ],
)
