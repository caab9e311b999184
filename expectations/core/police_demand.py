"""What core.police_demand promises to every figure by day."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_demand",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="demand_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="demand_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="demand_count", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows are of the same area, day and type",
            unexpected_rows_query="""
select area_code, demand_date, demand_type, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeBetween(column="demand_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch} where force_name is null
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a part is never more than its whole",
            unexpected_rows_query="""
with day as (
    select
        force_code,
        demand_date,
        sum(demand_count) filter (demand_type = 'emergency_call') as emergency,
        sum(demand_count) filter (
            demand_type = 'emergency_call_answered_within_10_seconds'
        ) as answered,
        sum(demand_count) filter (demand_type = 'non_emergency_call') as non_emergency,
        sum(demand_count) filter (demand_type = 'non_emergency_call_abandoned') as abandoned,
        sum(demand_count) filter (demand_type = 'theft') as theft,
        sum(demand_count) filter (demand_type = 'theft_from_vehicle') as theft_from_vehicle,
    from {batch} where csp_code is null group by all
)
select * from day
where answered > emergency or abandoned > non_emergency or theft_from_vehicle > theft
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="partnerships never have more than their force",
            unexpected_rows_query="""
select force_code, demand_date, demand_type from {batch}
group by force_code, demand_date, demand_type
having sum(demand_count) filter (where csp_code is not null)
    > coalesce(sum(demand_count) filter (where csp_code is null), 0)
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every day of a month has every type that the month has",
            unexpected_rows_query="""
select area_code, month_start_date, demand_type, count(*) as day_count from {batch}
group by all having count(*) < day(last_day(month_start_date))
""",
            severity="warning",
            notes="Days not delivered are left out of a day average: ask the force for them.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no day has more than four times the month's average of its type",
            unexpected_rows_query="""
select * from (
    select *, avg(demand_count) over (partition by area_code, month_start_date, demand_type) as mean
    from {batch}
) where mean > 20 and demand_count > 4 * mean
""",
            severity="warning",
            notes="A day counted twice, or a day that was truly out of the ordinary: ask the force.",
        ),
    ],
)
