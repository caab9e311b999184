"""Beside the standard promises of a metric: these outcomes are among all outcomes, and the parts add up."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.victim_does_not_support_action_rate",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="these outcomes are among all outcomes",
            unexpected_rows_query="""
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="outcomes 14 and 16 add up to the total",
            unexpected_rows_query="""
select area_code, period_start_date from {batch} group by area_code, period_start_date
having sum(numerator) filter (where breakdown_value is null)
    <> sum(numerator) filter (where breakdown_value is not null)
""",
            severity="critical",
        ),
    ],
)
