"""What core.offence_code promises: each code once at a time."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.offence_code",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="offence_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_description", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a code begins only once on a day",
            unexpected_rows_query="""
select offence_code, valid_from, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
    ],
)
