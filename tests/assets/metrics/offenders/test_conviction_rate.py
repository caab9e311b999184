"""Conviction rates with and without the prosecutions that were finalised administratively."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/offenders"


def outcome(category, convictions, unsuccessful):
    return {
        "area_code": "E23000023",
        "month_start_date": dt.date(2014, 4, 1),
        "offence_category": category,
        "conviction_count": convictions,
        "unsuccessful_count": unsuccessful,
        "source_file": "april_2014.csv",
    }


OUTCOMES = [
    outcome("Burglary", 60, 15),
    outcome("Homicide", 20, None),
    outcome("Admin finalised", None, 5),
]


@pytest.mark.parametrize(
    ("metric", "denominator"),
    [
        # 60 + 20 convictions, 15 unsuccessful; then the 5 finalised administratively beside them.
        ("conviction_rate", 80 + 15),
        ("conviction_rate_including_admin_finalised", 80 + 15 + 5),
    ],
)
def test_the_rate_is_convictions_over_completed_prosecutions(run_sql, metric, denominator):
    (row,) = run_sql(f"{FOLDER}/{metric}.sql", {"core.prosecution_outcome": OUTCOMES})

    assert (row["numerator"], row["denominator"]) == (80, denominator)
    assert row["value"] == pytest.approx(100 * 80 / denominator)
    assert (row["period_start_date"], row["period_end_date"]) == (
        dt.date(2014, 4, 1),
        dt.date(2014, 4, 30),
    )


def test_a_month_without_a_completed_prosecution_has_no_rate_and_says_why(run_sql):
    nothing = [outcome("Burglary", 0, 0)]

    (row,) = run_sql(f"{FOLDER}/conviction_rate.sql", {"core.prosecution_outcome": nothing})

    assert (row["value"], row["state"]) == (None, "not_applicable")
    assert row["reason"] == "No prosecution was completed in this month."
