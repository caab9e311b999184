"""Effective trials: vacated trials are no part of the list, and no quarter of England is a guess."""

import datetime as dt

import pytest

MAGISTRATES = "assets/metrics/offenders/magistrates_effective_trial_rate.sql"
CROWN = "assets/metrics/offenders/crown_court_effective_trial_rate.sql"
WITNESS = "assets/metrics/victims/witness_issue_trial_rate.sql"
SHARES = ("assets/core/trial_share.sql",)


def trial(result, count, **given):
    return {
        "court_type": "magistrates",
        "area_code": "E23000023",
        "court_name": "Peterborough",
        "quarter_start_date": dt.date(2019, 4, 1),
        "quarter_end_date": dt.date(2019, 6, 30),
        "trial_result": result,
        "is_prosecution_witness_issue": False,
        "has_reason": True,
        "trial_count": count,
        "source_file": "trials.csv",
        **given,
    }


def figures(run_sql, query, rows):
    found = run_sql(query, {"core.trial_effectiveness": rows}, first=SHARES)
    return {
        (row["area_code"], row["breakdown_value"]): (row["numerator"], row["denominator"])
        for row in found
    }


def test_vacated_trials_are_left_out_of_the_trials_listed(run_sql):
    rows = [
        trial("effective", 50),
        trial("cracked", 30),
        trial("ineffective", 20),
        trial("vacated", 99),
    ]

    # 50 + 30 + 20 = 100 listed, of which 50 were effective.
    assert figures(run_sql, MAGISTRATES, rows) == {
        ("E23000023", None): (50, 100),
        ("E23000023", "Effective"): (50, 100),
        ("E23000023", "Cracked"): (30, 100),
        ("E23000023", "Ineffective"): (20, 100),
    }


def test_courts_of_an_area_add_up_and_the_other_kind_of_court_is_left_out(run_sql):
    rows = [
        trial("effective", 6, court_type="crown"),
        trial("effective", 3, court_type="crown", court_name="Cambridge"),
        trial("cracked", 1, court_type="crown", court_name="Cambridge"),
        trial("effective", 500),
    ]

    found = figures(run_sql, CROWN, rows)
    assert found["E23000023", None] == (9, 10)
    assert found["E23000023", "Ineffective"] == (0, 10)


@pytest.mark.parametrize(("areas", "given"), [(41, False), (42, True)])
def test_england_and_wales_needs_all_of_its_areas(run_sql, areas, given):
    rows = [trial("effective", 1, area_code=f"E230000{number:02}") for number in range(areas)]

    found = figures(run_sql, MAGISTRATES, rows)
    assert (("K04000001", None) in found) is given
    assert found.get(("K04000001", None), (42, 42)) == (42, 42)


def test_a_quarter_without_any_trial_has_no_rate(run_sql):
    listed = {"core.trial_effectiveness": [trial("effective", 0)]}
    rows = run_sql(MAGISTRATES, listed, first=SHARES)

    assert {(row["value"], row["state"]) for row in rows} == {(None, "not_applicable")}


def test_trials_that_failed_through_a_witness_are_of_all_trials_listed(run_sql):
    witness = {"is_prosecution_witness_issue": True}
    rows = [
        trial("effective", 60),
        trial("cracked", 20),
        trial("cracked", 8, **witness),
        trial("ineffective", 12, **witness),
        trial("vacated", 50, **witness),
        trial("effective", 100, court_type="crown"),
        trial("cracked", 5, court_type="crown", **witness),
    ]

    # Magistrates: 8 + 12 of 100; Crown: 5 of 105; together 25 of 205.
    assert figures(run_sql, WITNESS, rows) == {
        ("E23000023", "Magistrates' courts"): (20, 100),
        ("E23000023", "Crown Court"): (5, 105),
        ("E23000023", None): (25, 205),
    }


def test_a_quarter_delivered_without_reasons_is_missing_and_not_nought(run_sql):
    rows = [trial("effective", 60, has_reason=False), trial("cracked", 20, has_reason=False)]

    (found,) = run_sql(WITNESS, {"core.trial_effectiveness": rows})
    assert (found["value"], found["state"]) == (None, "missing")
    assert "Reasons" in found["reason"]
