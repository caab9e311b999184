"""Satisfaction is a share of valid answers, and the share who answered stands beside it."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/victims"
ALL = f"{FOLDER}/victim_satisfaction_rate.sql"
ABUSE = f"{FOLDER}/domestic_abuse_victim_satisfaction_rate.sql"
ANSWERED = f"{FOLDER}/victim_survey_response_rate.sql"


def person(start=dt.date(2019, 7, 1), *, answered=True, valid=True, satisfied=True, abuse=False):
    return {
        "force_code": "E23000023",
        "quarter_start_date": start,
        "quarter_end_date": (start + dt.timedelta(days=91)).replace(day=30),
        "is_domestic_abuse": abuse,
        "has_answered": answered,
        "is_valid": valid,
        "is_satisfied": satisfied,
        "source_file": "victim_survey_2019-07.csv",
    }


NOT_ASKED_BACK = {"answered": False, "valid": False, "satisfied": False}
# Eight asked: three satisfied, one not, one who does not know, three who did not answer.
PEOPLE = [
    person(),
    person(),
    person(abuse=True),
    person(satisfied=False),
    person(valid=False, satisfied=False),
    *[person(**NOT_ASKED_BACK)] * 3,
]


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator"), [(ALL, 3, 4), (ANSWERED, 5, 8), (ABUSE, 1, 1)]
)
def test_each_rate_counts_its_own_people(run_sql, metric, numerator, denominator):
    (row,) = run_sql(metric, {"core.victim_survey_response": PEOPLE})

    assert (row["numerator"], row["denominator"]) == (numerator, denominator)
    assert row["value"] == pytest.approx(100 * numerator / denominator)


def test_a_quarter_in_which_no_one_answered_has_no_rate_of_satisfaction_and_says_why(run_sql):
    (row,) = run_sql(ALL, {"core.victim_survey_response": [person(**NOT_ASKED_BACK)]})

    assert (row["value"], row["state"]) == (None, "not_applicable")
    assert row["reason"] == "no one gave a valid answer in this quarter"


def test_half_a_half_year_of_domestic_abuse_answers_is_provisional(run_sql):
    both = [person(dt.date(2019, 4, 1), abuse=True), person(dt.date(2019, 7, 1), abuse=True)]
    one = [person(dt.date(2019, 10, 1), abuse=True)]

    rows = run_sql(ABUSE, {"core.victim_survey_response": both + one})

    assert {row["period_start_date"]: (row["denominator"], row["state"]) for row in rows} == {
        dt.date(2019, 4, 1): (2, None),
        dt.date(2019, 10, 1): (1, "provisional"),
    }
