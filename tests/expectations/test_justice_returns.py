"""Promises of the courts, probation and partners' tables: each is broken by one wrong row."""

import datetime as dt
import importlib

import duckdb
import pytest

from pipelines.build.suite import run_suite

QUARTER = dt.date(2019, 4, 1)
# A good row of each table, then what makes it wrong and the promise that then breaks.
TABLES = {
    "raw.accommodation_on_release": {
        "period": "Apr-Jun 2019", "region": "Wales", "delivery_unit": "All",
        "time_after_release": "First night", "settled_count": 60, "not_settled_count": 20,
        "homeless_count": 10, "unknown_count": 10, "release_count": 100,
    },
    "raw.duty_to_refer": {
        "quarter_start_date": QUARTER, "district_code": "E06000031", "referral_count": 39,
        "accepted_count": 28, "accommodated_count": 12,
    },
    "raw.rehabilitative_services": {
        "quarter_start_date": QUARTER, "area_code": "E23000023", "delivery_unit": "A",
        "lot_code": "ACC", "provider_code": "B", "referral_count": 90, "start_count": 80,
        "completion_count": 60, "outcome_count": 50,
    },
    "core.trial_effectiveness": {
        "court_type": "crown", "area_code": "E23000023", "court_name": "Cambridge",
        "quarter_start_date": QUARTER, "trial_result": "effective",
        "is_prosecution_witness_issue": False, "trial_count": 9, "unknown_area_name": None,
    },
    "core.iom_cohort": {
        "area_code": "E23000023", "quarter_start_date": QUARTER, "definition_version": "2018",
        "is_newest_definition": True, "cohort_count": 160, "reoffended_count": 48,
    },
    "core.first_time_entrant": {
        "area_code": "E10000003", "area_name": "Cambridgeshire",
        "year_end_date": dt.date(2018, 12, 31), "entrant_count": 120, "child_population": 57600,
        "rate_per_100000": 208.3,
    },
    "core.trial_share": {
        "court_type": "crown", "area_code": "E23000023", "part": "Effective",
        "quarter_start_date": QUARTER, "trial_count": 9, "listed_count": 9,
    },
    "core.release_share": {
        "outcome": "employment", "area_code": "E23000023", "part": None,
        "period_type": "quarter", "period_start_date": QUARTER, "part_count": 18,
        "whole_count": 90, "state": None, "reason": None,
    },
    "core.reoffending_figure": {
        "figure": "rate", "area_code": "K04000001", "measure": "new", "offender_group": "adult",
        "sentence": None, "period_type": "cohort_year", "cohort_start_date": QUARTER,
        "part_count": 250, "whole_count": 1000, "state": None, "reason": None,
    },
    "core.street_antisocial_behaviour": {
        "month_start_date": QUARTER, "area_code": "E23000023", "incident_count": 12,
    },
    "core.street_outcome_month": {
        "month_start_date": QUARTER, "area_code": "E23000023", "outcome_count": 4,
        "charged_count": 1, "positive_count": 2,
    },
    "core.court": {"court_id": 1, "court_name": "Cambridge Crown Court", "notice": "Closed."},
}  # fmt: skip
WRONG = [
    ("raw.accommodation_on_release", {"homeless_count": 11}, "the statuses add up to the releases"),
    ("raw.accommodation_on_release", {"settled_count": 10, "unknown_count": 60},
     "no status is unknown for half of the releases or more"),
    ("raw.duty_to_refer", {"accepted_count": 40}, "accepted_count"),
    ("raw.duty_to_refer", {"quarter_start_date": dt.date(2018, 7, 1)},
     "nothing is before the duty began"),
    ("raw.rehabilitative_services", {"outcome_count": 81}, "outcome_count"),
    ("core.trial_effectiveness", {"is_prosecution_witness_issue": True},
     "no effective trial failed through a witness"),
    ("core.trial_effectiveness", {"quarter_start_date": dt.date(2019, 5, 1)},
     "every quarter begins on the first day of one"),
    ("core.trial_effectiveness", {"unknown_area_name": "Mercia"}, "every area name is known"),
    ("core.iom_cohort", {"reoffended_count": 161}, "reoffended_count"),
    ("core.first_time_entrant", {"rate_per_100000": 20.8},
     "a printed rate is near the number over the children of that age"),
    ("core.trial_share", {"listed_count": 10}, "add up to the trials listed"),
    ("core.release_share", {"part_count": None}, "a share that cannot be given says why"),
    ("core.release_share", {"part_count": 91}, "part_count"),
    ("core.reoffending_figure", {"whole_count": 0, "part_count": 0}, "says why"),
    ("core.reoffending_figure", {"figure": "frequency"}, "each has a reoffence at the least"),
    ("core.street_antisocial_behaviour", {"incident_count": -1}, "incident_count"),
    ("core.street_outcome_month", {"charged_count": 3}, "no kind of outcome is given more often"),
    ("core.court", {"notice": "<p>Closed.</p>"}, "no notice holds markup"),
]  # fmt: skip


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def broken(connection):
    """Return a function that says which promises a table of hand-made rows breaks."""

    def broken(table, *rows):
        layer, name = table.split(".")
        suite = importlib.import_module(f"expectations.{layer}.{name}").suite
        kinds = {bool: "boolean", int: "bigint", float: "double", dt.date: "date"}
        columns = ", ".join(
            f"{column} {kinds.get(type(value), 'varchar')}"
            for column, value in TABLES[table].items()
        )
        connection.execute(f"create or replace temp table handmade ({columns})")
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into handmade values ({marks})", list(row.values()))
        connection.execute("create or replace temp view checked as from handmade")
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return [result.expectation for result in results if not result.passed]

    return broken


@pytest.mark.parametrize("table", TABLES)
def test_a_good_row_breaks_no_promise(broken, table):
    assert broken(table, TABLES[table]) == []


# A raw row that comes twice is rejected as its file is read.
@pytest.mark.parametrize("table", [table for table in TABLES if table.startswith("core.")])
def test_the_same_row_twice_breaks_one(broken, table):
    assert any("stand" in promise for promise in broken(table, TABLES[table], TABLES[table]))


@pytest.mark.parametrize(("table", "change", "promise"), WRONG)
def test_a_wrong_row_breaks_its_promise(broken, table, change, promise):
    assert any(promise in found for found in broken(table, TABLES[table] | change))
