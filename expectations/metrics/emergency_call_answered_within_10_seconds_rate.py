"""Beside the standard promises of a metric: calls answered in time are among the calls."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.emergency_call_answered_within_10_seconds_rate",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="calls answered in time are among the calls",
            unexpected_rows_query="""
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
            severity="critical",
        ),
    ],
)
