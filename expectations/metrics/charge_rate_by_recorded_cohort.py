"""Beside the standard promises of a metric: an older age holds the younger ones."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.charge_rate_by_recorded_cohort",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="an older age holds the younger ones",
            unexpected_rows_query="""
with ages as (
    select area_code, period_start_date,
        max(numerator) filter (where breakdown_value = '3 months') as in_3,
        max(numerator) filter (where breakdown_value = '6 months') as in_6,
        max(numerator) filter (where breakdown_value = '12 months') as in_12,
    from {batch} group by all
)
select * from ages where in_3 > in_6 or in_6 > in_12
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="an age that is not reached has no figure, and is not nought",
            unexpected_rows_query="""
select area_code, period_start_date, breakdown_value from {batch}
where state = 'not_due' and (numerator is not null or value is not null)
""",
            severity="critical",
        ),
    ],
)
