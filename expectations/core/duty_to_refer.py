"""What core.duty_to_refer promises: each district once a quarter, in a police force area."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.duty_to_refer",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="each district stands once a quarter",
            unexpected_rows_query="""
select district_code, quarter_start_date, count(*) as row_count
from {batch} group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="referral_count",
            column_B="accepted_count",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins on the first day of one",
            unexpected_rows_query="""
select quarter_start_date from {batch}
where quarter_start_date <> date_trunc('quarter', quarter_start_date)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every district is known",
            unexpected_rows_query="""
select distinct district_code from {batch} where force_code is null
""",
            severity="warning",
            notes="Deliver a newer lookup of districts.",
        ),
    ],
)
