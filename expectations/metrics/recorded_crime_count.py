"""Beside the standard promises of a metric: whole quarters."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="metrics.recorded_crime_count",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.UnexpectedRowsExpectation(
            description="every period is a quarter",
            unexpected_rows_query="""
select period_start_date, period_end_date from {batch}
where period_end_date <> last_day((period_start_date + to_months(2))::date)
""",
            severity="critical",
        ),
    ],
)
