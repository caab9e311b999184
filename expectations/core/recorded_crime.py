"""What core.recorded_crime promises to every rate and count of recorded crime."""

import great_expectations as gx
import great_expectations.expectations as gxe

suite = gx.ExpectationSuite(
    name="core.recorded_crime",
    expectations=[
        # Broken promises: a figure built on these rows would be wrong, so the last good rows stay.
        gxe.ExpectColumnValuesToNotBeNull(column="force_code", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="quarter_start_date", severity="critical"),
        gxe.ExpectColumnValuesToNotBeNull(column="offence_group", severity="critical"),
        gxe.ExpectCompoundColumnsToBeUnique(
            column_list=[
                "force_code",
                "force_name",
                "quarter_start_date",
                "offence_group",
                "offence_subgroup",
                "offence_code",
                "offence_description",
                "source_release",
            ],
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
            description="a force's quarter comes from one release",
            unexpected_rows_query="""
select force_code, force_name, quarter_start_date from {batch}
group by all having count(distinct source_release) > 1
""",
            severity="critical",
        ),
        # Surprises: publish, and print the caveat beside the figure.
        gxe.UnexpectedRowsExpectation(
            description="every police force is known",
            unexpected_rows_query="""
select distinct force_name from {batch} where force_code = 'X99000000'
""",
            severity="warning",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        gxe.UnexpectedRowsExpectation(
            description="a quarter is within 40 per cent of the same quarter a year before",
            unexpected_rows_query="""
with quarter_sum as (
    select force_code, quarter_start_date, sum(offence_count)::bigint as offence_count
    from {batch} where left(force_code, 1) <> 'X' group by all
)
select this.force_code, this.quarter_start_date, this.offence_count, before.offence_count as before
from quarter_sum as this
inner join quarter_sum as before
    on this.force_code = before.force_code
    and this.quarter_start_date = before.quarter_start_date + to_months(12)
where before.offence_count > 1000
    and this.offence_count not between 0.6 * before.offence_count and 1.4 * before.offence_count
""",
            severity="warning",
            notes="Recording moved Cambridgeshire by up to 29 per cent (2017): more is a release cut short.",
        ),
    ],
)
