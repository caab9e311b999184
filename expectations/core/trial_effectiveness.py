"""What core.trial_effectiveness promises to the measures of trials."""

from expectations import expect
from expectations.shared import quarter_starts

suite = [
    *expect.critical(
        expect.no_repeats(
            "each result of a court stands once a quarter",
            "court_type, area_code, court_name, quarter_start_date, trial_result, "
            "is_prosecution_witness_issue",
        ),
        expect.column_values_to_be_in_set(
            "trial_result", ["effective", "cracked", "ineffective", "vacated"]
        ),
        expect.column_values_to_be_in_set("court_type", ["magistrates", "crown"]),
        expect.column_values_to_be_between("trial_count", min_value=0),
        expect.no_rows(
            "no effective trial failed through a witness",
            """
select * from {batch}
where trial_result = 'effective' and is_prosecution_witness_issue and trial_count > 0
""",
        ),
        quarter_starts(),
    ),
    *expect.warning(
        expect.no_rows(
            "every area name is known",
            """
select distinct unknown_area_name from {batch}
where unknown_area_name is not null
""",
            notes="Add the spelling to assets/reference/police_force.csv.",
        )
    ),
]
