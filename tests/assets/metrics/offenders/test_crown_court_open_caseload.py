"""Open caseload: England and Wales, and beside it each court on the day it is published for."""

import datetime as dt

QUERY = "assets/metrics/offenders/crown_court_open_caseload.sql"
DECEMBER = dt.date(2025, 12, 31)


def court(name, open_count, *, reconciled=True):
    return {
        "court_name": name,
        "quarter_end_date": DECEMBER,
        "open_count": open_count,
        "is_reconciled": reconciled,
        "source_file": "by_court.csv",
    }


def built(run_sql, courts):
    national = {
        "area_code": "K04000001",
        "quarter_end_date": DECEMBER,
        "open_count": 530,
        "source_file": "trajectory.csv",
    }
    rows = run_sql(
        QUERY,
        {"core.crown_court_caseload": [national], "core.crown_court_caseload_by_court": courts},
    )
    return {row["breakdown_value"]: row for row in rows}


def test_the_total_is_the_published_one_and_not_a_sum_of_courts(run_sql):
    rows = built(run_sql, [court("Cambridge", 500)])

    assert rows[None]["value"] == 530
    assert rows["Cambridge"]["value"] == 500
    assert rows["Cambridge"]["period_end_date"] == DECEMBER


def test_a_court_without_a_figure_is_missing_and_not_nought(run_sql):
    rows = built(run_sql, [court("Dorchester", None), court("Cambridge", 530)])

    assert (rows["Dorchester"]["value"], rows["Dorchester"]["state"]) == (None, "missing")


def test_a_quarter_end_that_could_not_be_proved_is_said(run_sql):
    rows = built(run_sql, [court("Cambridge", 500, reconciled=False)])

    assert "do not add up" in rows["Cambridge"]["reason"]
