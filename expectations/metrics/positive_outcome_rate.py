"""Beside the standard promises of a metric: positive outcomes are among the police outcomes."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.positive_outcome_rate",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="positive outcomes are among the police outcomes",
            unexpected_rows_query="""
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
            severity="critical",
        ),
    ],
)
