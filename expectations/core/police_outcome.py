"""What core.police_outcome promises on any of its months: each distinct published row once."""

from expectations import expect
from expectations.shared import few_events_without_a_place, placed_events

suite = [
    *placed_events(),
    *expect.critical(
        expect.column_values_to_not_be_null(
            "outcome_type", "is_police_outcome", "is_court_result", "is_charged", "is_positive"
        ),
        expect.column_values_to_be_between("repeat_count", min_value=1),
        expect.no_rows(
            "no outcome is both the police's and a court's",
            "select outcome_type from {batch} where is_police_outcome and is_court_result",
        ),
    ),
    *few_events_without_a_place(),
    *expect.warning(
        expect.no_rows(
            "every outcome is one we know",
            """
select distinct outcome_type from {batch}
where outcome_type not in (select outcome_name from core.outcome_type)
""",
            notes="Counted as a police outcome, not positive: add it to assets/reference/outcome_type.csv.",
        ),
        expect.no_rows(
            "of a force's month, fewer than a tenth of the rows are repeats",
            """
select month_start_date, force_code from {batch} group by all
having sum(repeat_count) > 1.1 * count(*)
""",
            notes="About 2 in 100 were in 2019: more looks like a month delivered twice in one file.",
        ),
    ),
]
