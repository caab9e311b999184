"""What the police tables promise: each wrong row below breaks the promise named, the good ones none."""

import datetime as dt
import importlib

import duckdb
import pytest

from pipelines.checks import Checker
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
]
GOOD = {"core.street_crime": [STREET], "raw.police_outcomes": [CRIME], "core.police_demand": MONTH}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        prepare(connection, {})
        for name in ("police_force", "crime_type"):
            build(connection, f"assets/core/{name}.sql")
        yield connection


@pytest.fixture(scope="module")
def checker(connection):
    return Checker(connection)


@pytest.fixture
def broken(connection, checker):
    """Say which promises of a table the rows break."""

    def broken(table, rows):
        suite = importlib.import_module(f"expectations.{table}").suite
        connection.execute(f"drop table if exists {table}")
        create(connection, table, rows or GOOD[table], raw_columns().get(table, {}))
        connection.execute(f"create or replace temp view checked as from {table}")
        if not rows:
            connection.execute(f"truncate {table}")
        results = checker.check(suite, "checked")
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
