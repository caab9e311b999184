"""Beside the standard promises of a metric: calls abandoned are among the calls."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.non_emergency_call_abandonment_rate",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="calls abandoned are among the calls",
            unexpected_rows_query="""
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
            severity="critical",
        ),
    ],
)
