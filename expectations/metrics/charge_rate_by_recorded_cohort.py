"""Beside the standard promises of a metric: an older age holds the younger ones."""

from expectations import expect

suite = expect.critical(
    expect.no_rows(
        "an older age holds the younger ones",
        """
with ages as (
    select area_code, period_start_date,
        max(numerator) filter (where breakdown_value = '3 months') as in_3,
        max(numerator) filter (where breakdown_value = '6 months') as in_6,
        max(numerator) filter (where breakdown_value = '12 months') as in_12,
    from {batch} group by all
)
select * from ages where in_3 > in_6 or in_6 > in_12
""",
    ),
    expect.no_rows(
        "an age that is not reached has no figure, and is not nought",
        """
select area_code, period_start_date, breakdown_value from {batch}
where state = 'not_due' and (numerator is not null or value is not null)
""",
    ),
)
