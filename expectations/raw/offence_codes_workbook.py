"""What raw.offence_codes_workbook promises: each offence code, its name and its group."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.offence_codes_workbook",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="offence_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_description", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a code begins only once on a day",
            unexpected_rows_query="""
select trim(offence_code), valid_from, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no code ends before it begins",
            unexpected_rows_query="""
select offence_code, valid_from, valid_to from {batch} where valid_to < valid_from
""",
            severity="critical",
        ),
    ],
)
