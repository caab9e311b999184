"""What core.police_workforce promises: one number for each force, kind of worker, measure and day."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_workforce",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="as_at_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="worker_type", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="measure", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="worker_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force has one number for a kind of worker, measure and day",
            unexpected_rows_query="""
select force_code, as_at_date, worker_type, measure, count(*) as row_count from {batch}
group by all having count(*) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="measure", value_set=["full_time_equivalent", "headcount"], severity="critical"
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every day has the 43 territorial forces",
            unexpected_rows_query="""
select as_at_date, worker_type, measure from {batch} where left(force_code, 1) <> 'X'
group by all having count(*) <> 43
""",
            severity="warning",
            notes="A name that is not known was left out. Add it to assets/reference/police_force.csv.",
        ),
    ],
)
