"""What core.recorded_crime_year promises to the rates of recorded crime."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = expect.critical(
    expect.column_values_to_not_be_null(
        "force_code",
        "period_start_date",
        "period_end_date",
        "offence_group",
        "quarter_count",
        "source_release",
    ),
    expect.no_repeats(
        "a force's year has each offence group and subgroup once",
        "force_code, period_start_date, offence_group, offence_subgroup",
    ),
    forces_have_codes(),
    expect.no_rows(
        "a force's year has one population and one state",
        """
select force_code, period_start_date from {batch} group by force_code, period_start_date
having count(distinct (population, population_year, quarter_count, state)) > 1
""",
    ),
    expect.no_rows(
        "a year without a rate says why",
        """
select force_code, period_start_date from {batch} where state is not null and reason is null
""",
    ),
)
