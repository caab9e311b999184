"""What core.arrest promises: one number for each force, year and offence group."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.arrest",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="arrest_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force's year has each offence group once",
            unexpected_rows_query="""
select force_code, force_name, period_start_date, offence_group, count(*) as row_count from {batch}
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
            description="every year runs from April to March",
            unexpected_rows_query="""
select distinct period_start_date, period_end_date from {batch}
where month(period_start_date) <> 4 or period_end_date <> (period_start_date + to_years(1) - to_days(1))::date
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
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
