"""Beside the standard promises of a metric: these outcomes are among all outcomes, and the parts add up."""

from expectations import expect
from expectations.shared import numerator_within

suite = expect.critical(
    numerator_within("these outcomes are among all outcomes"),
    expect.no_rows(
        "outcomes 14 and 16 add up to the total",
        """
select area_code, period_start_date from {batch} group by area_code, period_start_date
having sum(numerator) filter (where breakdown_value is null)
    <> sum(numerator) filter (where breakdown_value is not null)
""",
    ),
)
