"""What raw.reference_demand_assumption promises: one assumption for a type of demand at a time."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.reference_demand_assumption",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="demand_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="officer_hours", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="officer hours are a number above nought",
            unexpected_rows_query="""
select demand_type, officer_hours from {batch} where coalesce(try_cast(officer_hours as double), 0) <= 0
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a type of demand has one assumption at a time",
            unexpected_rows_query="""
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
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a type of demand has one assumption from a day",
            unexpected_rows_query="""
select demand_type, valid_from, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
    ],
)
