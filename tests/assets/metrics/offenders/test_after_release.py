"""After release: who is housed and in work, of those whose status is known; the unknown beside it."""

import datetime as dt

import pytest

HOUSED = "assets/metrics/offenders/settled_accommodation_on_release_rate.sql"
WORKING = "assets/metrics/offenders/employment_after_release_rate.sql"
SHARES = ("assets/core/release_share.sql",)
DRUGS = "assets/metrics/offenders/drug_treatment_continuity_rate.sql"


def released(**given):
    return {
        "outcome": "accommodation",
        "time_after_release": "first night",
        "area_code": "E23000023",
        "period_type": "quarter",
        "period_start_date": dt.date(2019, 4, 1),
        "period_end_date": dt.date(2019, 6, 30),
        "good_count": 60,
        "known_count": 90,
        "unknown_count": 10,
        "release_count": 100,
        "is_suppressed": False,
        "source_file": "accommodation.csv",
        **given,
    }


def test_the_rate_is_of_known_status_and_the_unknown_share_is_of_all_releases(run_sql):
    rows = run_sql(
        HOUSED,
        {
            "core.release_outcome": [
                released(),
                released(time_after_release="3 months", good_count=45),
            ]
        },
        first=SHARES,
    )

    assert {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows} == {
        None: (60, 90),
        "Not known on the first night": (10, 100),
        "At 3 months": (45, 90),
        "Not known at 3 months": (10, 100),
    }


def test_accommodation_and_employment_do_not_mix(run_sql):
    working = released(outcome="employment", time_after_release="6 weeks", good_count=18)

    rows = run_sql(WORKING, {"core.release_outcome": [released(), working]}, first=SHARES)

    assert {row["breakdown_value"]: row["numerator"] for row in rows} == {
        None: 18,
        "Not known at 6 weeks": 10,
    }
    (headline,) = (row for row in rows if row["breakdown_value"] is None)
    assert headline["value"] == 20.0


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"known_count": None, "is_suppressed": True}, "suppressed"),
        ({"known_count": None}, "missing"),
        ({"good_count": 0, "known_count": 0}, "not_applicable"),
    ],
)
def test_a_rate_that_cannot_be_given_says_why(run_sql, given, state):
    rows = run_sql(HOUSED, {"core.release_outcome": [released(**given)]}, first=SHARES)

    (headline,) = (row for row in rows if row["breakdown_value"] is None)
    assert (headline["value"], headline["state"]) == (None, state)
    assert headline["reason"]


def treated(**given):
    return {
        "area_code": "E06000031",
        "period_type": "financial_year",
        "period_start_date": dt.date(2018, 4, 1),
        "period_end_date": dt.date(2019, 3, 31),
        "engaged_count": 41.0,
        "released_count": 164.0,
        "value_percent": 25.0,
        "value_percent_state": None,
        "source_file": "indicators.csv",
        **given,
    }


@pytest.mark.parametrize(
    ("given", "value", "state"),
    [
        ({}, 25.0, None),
        ({"engaged_count": None, "released_count": None}, 25.0, None),
        (
            {"engaged_count": None, "value_percent": None, "value_percent_state": "suppressed"},
            None,
            "suppressed",
        ),
    ],
)
def test_continuity_is_41_of_164_or_else_the_published_rate(run_sql, given, value, state):
    (row,) = run_sql(DRUGS, {"core.drug_treatment_continuity": [treated(**given)]})

    assert (row["value"], row["state"]) == (value, state)
