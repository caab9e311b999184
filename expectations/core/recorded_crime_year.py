"""What core.recorded_crime_year promises to the rates of recorded crime."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.recorded_crime_year",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_count", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force's year has each offence group and subgroup once",
            unexpected_rows_query="""
select
    force_code,
    period_start_date,
    offence_group,
    offence_subgroup,
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
            description="a force's year has one population and one state",
            unexpected_rows_query="""
select force_code, period_start_date from {batch} group by force_code, period_start_date
having count(distinct (population, population_year, quarter_count, state)) > 1
""",
            severity="critical",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a year without a rate says why",
            unexpected_rows_query="""
select force_code, period_start_date from {batch} where state is not null and reason is null
""",
            severity="critical",
        ),
    ],
)
