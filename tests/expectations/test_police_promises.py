"""What the police tables promise: each wrong row below breaks the promise named, the good ones none."""

import datetime as dt
import importlib

import duckdb
import pytest

from pipelines.build.suite import run_suite
from tests.conftest import build, create, prepare, raw_columns

STREET = {
    "month_start_date": dt.date(2018, 10, 1),
    "force_code": "E23000023",
    "csp_code": "E22000013",
    "place_match": "lsoa_code",
    "crime_type": "Burglary",
    "is_crime": True,
    "source_file": "street.csv",
    "source_row": 1,
}
CRIME = {
    "crime_reference": "a1",
    "area_code": "E23000023",
    "recorded_date": dt.date(2019, 10, 9),
    "outcome_code": "1",
    "outcome_date": dt.date(2019, 10, 20),
    "file_period": dt.date(2019, 10, 1),
}
CALLS = {
    "area_code": "E23000023",
    "csp_code": None,
    "force_code": "E23000023",
    "force_name": "Cambridgeshire",
    "demand_date": dt.date(2019, 2, 1),
    "month_start_date": dt.date(2019, 2, 1),
    "demand_type": "emergency_call",
    "demand_count": 300,
}
ANSWERED = CALLS | {"demand_type": "emergency_call_answered_within_10_seconds", "demand_count": 290}
MONTH = [
    row | {"demand_date": dt.date(2019, 2, day)}
    for day in range(1, 29)
    for row in (CALLS, ANSWERED)
]
INCIDENTS = CALLS | {
    "area_code": "E22000013",
    "csp_code": "E22000013",
    "demand_type": "incident",
    "demand_count": 9,
}
SEARCHES = {
    "force_code": "E23000023",
    "month_start_date": dt.date(2019, 7, 1),
    "is_delivered": True,
    "search_type": "Person search",
    "object_of_search": "Controlled drugs",
    "officer_defined_ethnicity": "White",
    "search_count": 20,
    "known_count": 18,
    "found_count": 5,
}
OUTCOME = {
    "force_code": "E23000023",
    "force_name": "Cambridgeshire",
    "quarter_start_date": dt.date(2018, 4, 1),
    "offence_group": "Sexual offences",
    "offence_subgroup": "Rape",
    "outcome_code": "1",
    "is_charged": True,
    "offence_count": 3,
    "source_release": "outcomes.csv",
}
YEAR = {
    "force_code": "E23000023",
    "period_start_date": dt.date(2018, 4, 1),
    "period_end_date": dt.date(2019, 3, 31),
    "offence_group": "Robbery",
    "offence_subgroup": "Robbery of personal property",
    "quarter_count": 4,
    "population": 850_000,
    "population_year": 2018,
    "state": None,
    "reason": None,
    "source_release": "prc.csv",
}
RATE = {
    "force_code": "E23000023",
    "period_start_date": dt.date(2021, 4, 1),
    "period_end_date": dt.date(2022, 3, 31),
    "offence_group": "Robbery",
    "offence_count": 650,
    "offence_rate": 0.756,
    "population": 859_800,
    "source_release": "year ending March 2022 edition",
}
HOMES = {
    "area_code": "E23000023",
    "household_year": 2019,
    "household_count": 340_000,
    "source_release": "h.csv",
}
ASSUMED = {
    "demand_type": "missing_person",
    "officer_hours": "12",
    "source": "a paper",
    "valid_from": None,
    "valid_to": dt.date(2019, 12, 31),
}
WRONG = [
    (
        "core.street_crime",
        STREET | {"month_start_date": dt.date(2018, 10, 2)},
        "every month begins",
    ),
    ("core.street_crime", STREET | {"force_code": "E23000099"}, "every force is known by its code"),
    ("core.street_crime", STREET | {"place_match": "guessed"}, "place_match is one of"),
    ("core.street_crime", STREET | {"place_match": "unknown"}, "what has no place in the force"),
    ("core.street_crime", STREET | {"crime_type": "Sorcery"}, "every crime type is one we know"),
    ("raw.police_outcomes", CRIME, "crime_reference"),
    (
        "raw.police_outcomes",
        CRIME | {"file_period": dt.date(2019, 9, 1)},
        "the month that its file",
    ),
    ("raw.police_outcomes", CRIME | {"outcome_date": None}, "come together"),
    ("core.police_demand", CALLS | {"demand_count": 12}, "no two rows"),
    ("core.police_demand", CALLS | {"force_name": None}, "every force is known by its code"),
    ("core.police_demand", ANSWERED | {"demand_count": 301}, "a part is never more than its whole"),
    ("core.police_demand", INCIDENTS, "partnerships never have more than their force"),
    ("core.stop_and_search", SEARCHES, "no two rows count the same searches"),
    (
        "core.stop_and_search",
        SEARCHES | {"search_type": "Vehicle search", "known_count": 21},
        "found is of known",
    ),
    ("core.offence_outcome", OUTCOME | {"outcome_code": None}, "no offence without an outcome"),
    ("core.offence_outcome", OUTCOME | {"outcome_code": "23"}, "every outcome code is one of"),
    ("core.offence_outcome", OUTCOME, "no two rows count the same outcomes"),
    (
        "core.recorded_crime_year",
        YEAR | {"offence_group": "Theft", "population": 1},
        "a force's year has one population and one state",
    ),
    (
        "core.recorded_crime_year",
        YEAR | {"offence_group": "Theft", "state": "missing"},
        "a year without a rate says why",
    ),
    (
        "core.published_recorded_crime",
        RATE | {"offence_group": "Theft", "offence_rate": 7.5},
        "a printed rate is the printed count over the printed people",
    ),
    ("core.household", HOMES | {"household_year": 2020, "household_count": 34_000}, "a tenth"),
    (
        "raw.reference_demand_assumption",
        ASSUMED | {"valid_from": dt.date(2019, 6, 1)},
        "a type of demand has one assumption at a time",
    ),
    (
        "raw.reference_demand_assumption",
        ASSUMED | {"demand_type": "arrest", "officer_hours": "many"},
        "officer hours are a number",
    ),
]
GOOD = {
    "core.street_crime": [STREET],
    "raw.police_outcomes": [CRIME],
    "core.police_demand": MONTH,
    "core.stop_and_search": [SEARCHES],
    "core.offence_outcome": [OUTCOME],
    "core.recorded_crime_year": [YEAR],
    "core.published_recorded_crime": [RATE],
    "core.household": [HOMES],
    "raw.reference_demand_assumption": [ASSUMED],
}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        prepare(connection, {})
        for name in ("police_force", "crime_type", "outcome_code"):
            build(connection, f"assets/core/{name}.sql")
        yield connection


@pytest.fixture
def broken(connection):
    """Say which promises of a table the rows break."""

    def broken(table, rows):
        suite = importlib.import_module(f"expectations.{table}").suite
        connection.execute(f"drop table if exists {table}")
        create(connection, table, rows or GOOD[table], raw_columns().get(table, {}))
        connection.execute(f"create or replace temp view checked as from {table}")
        if not rows:
            connection.execute(f"truncate {table}")
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return [result.expectation for result in results if not result.passed]

    return broken


@pytest.mark.parametrize("table", GOOD)
def test_good_rows_break_no_promise(broken, table):
    assert broken(table, GOOD[table]) == []


@pytest.mark.parametrize("table", GOOD)
def test_a_table_without_rows_breaks_no_promise(broken, table):
    assert broken(table, []) == []


@pytest.mark.parametrize(("table", "row", "words"), WRONG)
def test_a_wrong_row_breaks_its_promise(broken, table, row, words):
    found = broken(table, [*GOOD[table], row])

    assert any(words in promise for promise in found), found


def test_a_month_of_which_over_a_quarter_cannot_be_placed_is_a_surprise(broken):
    lost = STREET | {"place_match": "unmatched", "csp_code": "X99000023"}

    assert broken("core.street_crime", [STREET, STREET, STREET, lost]) == []
    assert broken("core.street_crime", [STREET, lost]) == [
        "at most a quarter of the rows with a place lie in a small area that nothing knows"
    ]
