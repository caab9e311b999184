"""What core.grant_return promises: each award once a period, evidence only where received."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.grant_return",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="award_id", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same award identifier and period start date",
            unexpected_rows_query="""
select award_id, period_start_date, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no money is evidenced where no evidence was received",
            unexpected_rows_query="""
select * from {batch} where not is_evidence_received and evidenced_amount_gbp > 0
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.ExpectColumnValuesToNotBeNull(
            column="area_code",
            severity="warning",
            notes="A return of an award that is not in the register: ask the recipient which award it is.",
        ),
    ],
)
