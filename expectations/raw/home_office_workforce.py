"""What raw.home_office_workforce promises: who, by which measure, on which day."""

from expectations import expect

suite = [
    *expect.critical(
        expect.no_rows(
            "no day is after its edition",
            "select as_at_date, edition_date from {batch} where as_at_date > edition_date",
        )
    ),
    *expect.warning(
        expect.no_rows(
            "every table has at least the 43 territorial forces",
            """
select worker_type, measure, as_at_date, edition_date from {batch}
group by all having count(*) < 43
""",
            notes="A table that was cut, or a part of the country.",
        ),
        expect.no_rows(
            "no headcount is below its full-time equivalent",
            """
with compared as (
    select
        area_name,
        worker_type,
        as_at_date,
        edition_date,
        min(worker_count) filter (where measure = 'headcount') as headcount,
        min(worker_count) filter (where measure = 'full_time_equivalent') as full_time_equivalent,
    from {batch} group by all
)
select * from compared where headcount < 0.9 * full_time_equivalent
""",
            notes="A sheet may be of the other measure than its title says.",
        ),
    ),
]
