"""What core.police_demand promises to every figure by day."""

from expectations import expect

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "demand_date", "demand_type", "demand_count"
        ),
        expect.no_repeats(
            "no two rows are of the same area, day and type", "area_code, demand_date, demand_type"
        ),
        expect.column_values_to_be_between("demand_count", min_value=0),
        expect.no_rows(
            "every force is known by its code",
            "select distinct force_code from {batch} where force_name is null",
        ),
        expect.no_rows(
            "a part is never more than its whole",
            """
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
        ),
        expect.no_rows(
            "partnerships never have more than their force",
            """
select force_code, demand_date, demand_type from {batch}
group by force_code, demand_date, demand_type
having sum(demand_count) filter (where csp_code is not null)
    > coalesce(sum(demand_count) filter (where csp_code is null), 0)
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every day of a month has every type that the month has",
            """
select area_code, month_start_date, demand_type, count(*) as day_count from {batch}
group by all having count(*) < day(last_day(month_start_date))
""",
            notes="Days not delivered are left out of a day average: ask the force for them.",
        ),
        expect.no_rows(
            "no day has more than four times the month's average of its type",
            """
select * from (
    select *, avg(demand_count) over (partition by area_code, month_start_date, demand_type) as mean
    from {batch}
) where mean > 20 and demand_count > 4 * mean
""",
            notes="A day counted twice, or a day that was truly out of the ordinary: ask the force.",
        ),
    ),
]
