"""Beside the standard promises of a metric: finds are among the searches, and the parts add up."""

from expectations import expect
from expectations.shared import numerator_within

suite = expect.critical(
    numerator_within("finds are among the searches"),
    expect.no_rows(
        "the parts add up to the total",
        """
select area_code, period_start_date from {batch} group by area_code, period_start_date
having sum(denominator) filter (where breakdown_value is null)
    <> coalesce(sum(denominator) filter (where breakdown_value is not null), 0)
""",
    ),
)
