"""What core.police_outcome_crime promises to the force's own outcome rates."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.police_outcome_crime",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="crime_reference", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="csp_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="recorded_date", severity="critical"),
        gxe.ExpectColumnValuesToBeUnique(column="crime_reference", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="every force is known by its code",
            unexpected_rows_query="""
select distinct force_code from {batch}
where force_code <> 'X99000000' and force_code not in (select force_code from core.police_force)
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every outcome has its month",
            unexpected_rows_query="""
select crime_reference from {batch} where outcome_code is not null and outcome_month_start_date is null
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every outcome code is one of the Home Office's",
            unexpected_rows_query="""
select distinct outcome_code from {batch} where outcome_code is not null and outcome_group is null
""",
            severity="warning",
            notes="It counts in no group. Add it to assets/reference/outcome_code.csv.",
        ),
    ],
)
