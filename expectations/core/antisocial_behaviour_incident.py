"""What core.antisocial_behaviour_incident promises: each force and year ending March once."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.antisocial_behaviour_incident",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=["force_code", "period_end_date"], severity="critical"
        ),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(
            column="incident_count", min_value=0, severity="critical"
        ),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every year ends on 31 March",
            unexpected_rows_query="""
select distinct period_end_date from {batch}
where month(period_end_date) <> 3 or day(period_end_date) <> 31
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every year has 43 territorial forces",
            unexpected_rows_query="""
select period_end_date from {batch} where left(force_code, 1) <> 'X'
group by all having count(*) <> 43
""",
            severity="warning",
            notes="A name that is not known was left out. Add it to assets/reference/police_force.csv.",
        ),
    ],
)
