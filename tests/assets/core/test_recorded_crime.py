"""Recorded crime: quarters, editions and every spelling of a force."""

import datetime as dt

QUERY = "assets/core/recorded_crime.sql"
ROW = {
    "financial_year": "2018/19",
    "financial_quarter": 4,
    "force_name": "Cambridgeshire",
    "offence_group": "Robbery",
    "offence_count": 10.0,
    "source_file": "a.csv",
    "received_at": "2026-01-01",
}


def recorded(run_sql, *rows, workbook=()):
    tables = {
        "raw.home_office_recorded_crime": list(rows),
        "raw.home_office_recorded_crime_workbook": list(workbook),
    }
    return run_sql(QUERY, tables, first=["assets/core/police_force.sql"])


def test_the_fourth_quarter_is_january_to_march_of_the_next_year(run_sql):
    (row,) = recorded(run_sql, ROW)

    assert row["quarter_start_date"] == dt.date(2019, 1, 1)
    assert row["quarter_end_date"] == dt.date(2019, 3, 31)


def test_a_later_release_replaces_a_quarter_whole_under_any_spelling_of_the_force(run_sql):
    later = ROW | {
        "force_name": "CAMBRIDGESHIRE CONSTABULARY",
        "offence_group": "Theft offences",
        "offence_count": 7.0,
        "source_file": "b.xlsx",
        "received_at": "2026-02-01",
    }

    rows = recorded(run_sql, ROW, ROW | {"offence_code": "34A"}, workbook=[later])

    assert [(row["offence_group"], row["offence_count"]) for row in rows] == [("Theft offences", 7)]


def test_a_count_below_nought_is_kept(run_sql):
    rows = recorded(run_sql, ROW, ROW | {"offence_code": "34A", "offence_count": -5.0})

    assert sum(row["offence_count"] for row in rows) == 10 - 5


def test_a_body_that_is_not_territorial_has_a_stable_code(run_sql):
    rows = recorded(run_sql, ROW | {"force_name": "CIFAS"}, ROW | {"force_name": "Action Fraud"})

    assert {row["force_code"] for row in rows} == {"X23000003", "X23000004"}
