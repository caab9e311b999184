"""Beside the standard promises of a metric: finds are among the searches, and the parts add up."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.stop_and_search_find_rate",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="finds are among the searches",
            unexpected_rows_query="""
select area_code, period_start_date, numerator, denominator from {batch}
where numerator > denominator
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="the parts add up to the total",
            unexpected_rows_query="""
select area_code, period_start_date from {batch} group by area_code, period_start_date
having sum(denominator) filter (where breakdown_value is null)
    <> coalesce(sum(denominator) filter (where breakdown_value is not null), 0)
""",
            severity="critical",
        ),
    ],
)
