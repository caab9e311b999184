"""Outcomes: rows equal in every column are one, and a court's result is not the police's."""

import datetime as dt

QUERY = "assets/core/police_outcome.sql"
FIRST = [
    f"assets/core/{name}.sql"
    for name in (
        "police_force",
        "outcome_type",
        "district_lookup",
        "district",
        "lsoa",
        "district_name",
    )
]
OUTCOME = {
    "crime_id": "ab12",
    "month_start_date": dt.date(2019, 10, 1),
    "falls_within": "Kent Police",
    "outcome_type": "Suspect charged",
    "source_file": "outcomes.csv",
}


def outcomes(run_sql, *rows):
    tables = {"raw.area_district": [], "raw.area_lsoa": [], "raw.police_uk_outcomes": list(rows)}
    return run_sql(QUERY, tables, first=FIRST)


def test_rows_equal_in_every_column_are_counted_once(run_sql):
    (row,) = outcomes(run_sql, OUTCOME, OUTCOME, OUTCOME)

    assert row["repeat_count"] == 3


def test_two_outcomes_of_one_crime_are_two(run_sql):
    rows = outcomes(run_sql, OUTCOME, OUTCOME | {"outcome_type": "Offender given a caution"})

    assert len(rows) == 2


def test_rows_that_differ_in_place_alone_are_two(run_sql):
    assert len(outcomes(run_sql, OUTCOME, OUTCOME | {"longitude": 0.5})) == 2


def test_rows_without_a_crime_id_are_never_taken_for_repeats(run_sql):
    assert len(outcomes(run_sql, OUTCOME | {"crime_id": None}, OUTCOME | {"crime_id": None})) == 2


def test_a_court_result_is_not_a_police_outcome(run_sql):
    (row,) = outcomes(run_sql, OUTCOME | {"outcome_type": "Offender sent to prison"})

    assert (row["is_police_outcome"], row["is_court_result"]) == (False, True)


def test_both_spellings_of_a_penalty_notice_are_one_outcome(run_sql):
    spellings = ["Offender given penalty notice", "Offender given a penalty notice"]
    rows = outcomes(run_sql, *(OUTCOME | {"outcome_type": name} for name in spellings))

    assert {row["outcome_type"] for row in rows} == {"Offender given penalty notice"}


def test_an_outcome_of_no_known_name_stays_and_is_not_positive(run_sql):
    (row,) = outcomes(run_sql, OUTCOME | {"outcome_type": "Suspect forgiven"})

    assert (row["is_police_outcome"], row["is_positive"]) == (True, False)
