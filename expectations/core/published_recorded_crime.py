"""What core.published_recorded_crime promises: each force, year and offence group once; rates that agree."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "period_start_date", "period_end_date", "offence_group", "source_release"
        ),
        expect.column_values_to_be_between("offence_count", min_value=0),
        expect.no_repeats(
            "a force's year has each offence group once",
            "force_code, period_end_date, offence_group",
        ),
        forces_have_codes(),
    ),
    *expect.warning(
        expect.no_rows(
            "a printed rate is the printed count over the printed people",
            """
select force_code, period_end_date, offence_group, offence_rate from {batch}
where population > 0 and abs(offence_rate - 1000.0 * offence_count / population) > 0.02 * offence_rate + 0.01
""",
            notes="The publisher's own tables disagree: ask the Office for National Statistics.",
        )
    ),
]
