"""What core.police_outcome_crime promises to the force's own outcome rates."""

from expectations import expect
from expectations.shared import forces_have_codes

suite = [
    *expect.critical(
        expect.column_values_to_not_be_null(
            "crime_reference", "force_code", "csp_code", "recorded_date"
        ),
        expect.column_values_to_be_unique("crime_reference"),
        forces_have_codes(),
        expect.no_rows(
            "every outcome has its month",
            """
select crime_reference from {batch} where outcome_code is not null and outcome_month_start_date is null
""",
        ),
    ),
    *expect.warning(
        expect.no_rows(
            "every outcome code is one of the Home Office's",
            """
select distinct outcome_code from {batch} where outcome_code is not null and outcome_group is null
""",
            notes="It counts in no group. Add it to assets/reference/outcome_code.csv.",
        )
    ),
]
