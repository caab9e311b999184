"""What core.organisation promises: each identifier once, with a register and a number."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.organisation",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="org_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="register_number", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same org identifier",
            unexpected_rows_query="""
select org_id, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="register_code", regex=r"^[A-Z]{2}-[A-Z]+$", severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="name",
            severity="warning",
            notes="An organisation without a name cannot be found by one.",
        ),
    ],
)
