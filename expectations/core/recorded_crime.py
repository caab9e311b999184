"""What core.recorded_crime promises to every rate and count of recorded crime."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null("force_code", "quarter_start_date", "offence_group"),
        expect.compound_columns_to_be_unique(
            "force_code",
            "force_name",
            "quarter_start_date",
            "offence_group",
            "offence_subgroup",
            "offence_code",
            "offence_description",
            "source_release",
        ),
        forces_have_codes(),
        expect.no_rows(
            "every quarter begins in April, July, October or January",
            """
select distinct quarter_start_date from {batch}
where month(quarter_start_date) not in (1, 4, 7, 10) or day(quarter_start_date) <> 1
""",
        ),
        expect.no_rows(
            "a force's quarter comes from one release",
            """
select force_code, force_name, quarter_start_date from {batch}
group by all having count(distinct source_release) > 1
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every police force is known",
            "select distinct force_name from {batch} where force_code = 'X99000000'",
            notes="Add the spelling to assets/reference/police_force.csv.",
        ),
        expect.no_rows(
            "a quarter is within 40 per cent of the same quarter a year before",
            """
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
            notes="Recording moved Cambridgeshire by up to 29 per cent (2017): more is a release cut short.",
        ),
    ),
]
