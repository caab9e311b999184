"""What raw.home_office_workforce promises: who, by which measure, on which day."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="raw.home_office_workforce",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="area_name", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="worker_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="measure", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="as_at_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="edition_date", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="worker_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no day is after its edition",
            unexpected_rows_query="""
select as_at_date, edition_date from {batch} where as_at_date > edition_date
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every table has at least the 43 territorial forces",
            unexpected_rows_query="""
select worker_type, measure, as_at_date, edition_date from {batch}
group by all having count(*) < 43
""",
            severity="warning",
            notes="A table that was cut, or a part of the country.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no headcount is below its full-time equivalent",
            unexpected_rows_query="""
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
            severity="warning",
            notes="A sheet may be of the other measure than its title says.",
        ),
    ],
)
