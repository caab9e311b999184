"""What core.published_recorded_crime promises: each force, year and offence group once; rates that agree."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.published_recorded_crime",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="period_end_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="source_release", severity="critical"),
        gxe.ExpectColumnValuesToBeBetween(column="offence_count", min_value=0, severity="critical"),
        gxe.UnexpectedRowsExpectation(
            description="a force's year has each offence group once",
            unexpected_rows_query="""
select force_code, period_end_date, offence_group, count(*) as row_count from {batch}
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
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="a printed rate is the printed count over the printed people",
            unexpected_rows_query="""
select force_code, period_end_date, offence_group, offence_rate from {batch}
where population > 0 and abs(offence_rate - 1000.0 * offence_count / population) > 0.02 * offence_rate + 0.01
""",
            severity="warning",
            notes="The publisher's own tables disagree: ask the Office for National Statistics.",
        ),
    ],
)
