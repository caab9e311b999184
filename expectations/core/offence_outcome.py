"""What core.offence_outcome promises to the rates of recorded cohorts."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.offence_outcome",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_charged", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="no two rows count the same outcomes",
            unexpected_rows_query="""
select
    force_code,
    force_name,
    quarter_start_date,
    offence_group,
    offence_subgroup,
    outcome_code,
    count(*) as row_count
from {batch}
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
        gxe.UnexpectedRowsExpectation(
            description="every quarter begins in April, July, October or January",
            unexpected_rows_query="""
select distinct quarter_start_date from {batch}
where month(quarter_start_date) not in (1, 4, 7, 10) or day(quarter_start_date) <> 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="no offence without an outcome is charged",
            unexpected_rows_query="""
select force_code, quarter_start_date from {batch} where outcome_code is null and is_charged
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every outcome code is one of the Home Office's",
            unexpected_rows_query="""
select distinct outcome_code from {batch}
where outcome_code is not null and outcome_code not in (select outcome_code from core.outcome_code)
""",
            severity="warning",
            notes="It counts in no group. Add it to assets/reference/outcome_code.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select distinct force_code from {batch} where force_code = 'X99000000'
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
    ],
)
