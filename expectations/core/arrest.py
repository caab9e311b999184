"""What core.arrest promises: one number for each force, year and offence group."""

from expectations import expect
from expectations.shared import forces_are_known, forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "period_start_date", "period_end_date", "offence_group"
        ),
        expect.column_values_to_be_between("arrest_count", min_value=0),
        expect.no_repeats(
            "a force's year has each offence group once",
            "force_code, force_name, period_start_date, offence_group",
        ),
        forces_have_codes(),
        expect.no_rows(
            "every year runs from April to March",
            """
select distinct period_start_date, period_end_date from {batch}
where month(period_start_date) <> 4 or period_end_date <> (period_start_date + to_years(1) - to_days(1))::date
""",
        ),
    ),
    *expect.warning(forces_are_known()),
]
