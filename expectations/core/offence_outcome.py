"""What core.offence_outcome promises to the rates of recorded cohorts."""

from expectations import expect
from expectations.shared import forces_are_known, forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "force_code", "quarter_start_date", "offence_group", "is_charged", "source_release"
        ),
        expect.no_repeats(
            "no two rows count the same outcomes",
            "force_code, force_name, quarter_start_date, offence_group, offence_subgroup, outcome_code",
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
            "no offence without an outcome is charged",
            """
select force_code, quarter_start_date from {batch} where outcome_code is null and is_charged
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every outcome code is one of the Home Office's",
            """
select distinct outcome_code from {batch}
where outcome_code is not null and outcome_code not in (select outcome_code from core.outcome_code)
""",
            notes="It counts in no group. Add it to assets/reference/outcome_code.csv.",
        ),
        forces_are_known(),
    ),
]
