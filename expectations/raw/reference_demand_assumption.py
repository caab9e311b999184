"""What raw.reference_demand_assumption promises: one assumption for a type of demand at a time."""

from expectations import expect

suite = expect.critical(
    expect.column_values_to_not_be_null("demand_type", "officer_hours", "source"),
    expect.no_rows(
        "officer hours are a number above nought",
        """
select demand_type, officer_hours from {batch} where coalesce(try_cast(officer_hours as double), 0) <= 0
""",
    ),
    expect.no_rows(
        "a type of demand has one assumption at a time",
        """
with dated as (
    select
        demand_type,
        coalesce(valid_from::date, date '1900-01-01') as first_day,
        coalesce(valid_to::date, date '2999-12-31') as last_day,
    from {batch}
)
select this.demand_type from dated as this
inner join dated as other on this.demand_type = other.demand_type
where this.first_day < other.first_day and this.last_day >= other.first_day
""",
    ),
    expect.no_repeats("a type of demand has one assumption from a day", "demand_type, valid_from"),
)
