"""What core.victim_survey_response promises: answers that agree, and no reference of a person."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.victim_survey_response",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(
            column="force_code", regex=r"^[EW]\d{8}$", severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="who is satisfied gave a valid answer, and who did that answered",
            unexpected_rows_query="""
select * from {batch} where is_satisfied and not is_valid or is_valid and not has_answered
""",
            severity="critical",
        ),
        gxe.ExpectTableColumnsToMatchSet(
            column_set=[
                "force_code",
                "quarter_start_date",
                "quarter_end_date",
                "is_domestic_abuse",
                "has_answered",
                "is_valid",
                "is_satisfied",
                "source_file",
            ],
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="at least a tenth of those asked answered",
            unexpected_rows_query="""
select quarter_start_date from {batch}
group by quarter_start_date having avg(has_answered::integer) < 0.1
""",
            severity="warning",
            notes="So few answers may not speak for all victims.",
        ),
    ],
)
