"""Demand by day: an average over the days delivered, whatever the length of the month."""

import datetime as dt

import pytest

FIRST = ["assets/core/police_force.sql", "assets/core/police_demand.sql"]


def day(number, kind, count):
    return {
        "demand_date": dt.date(2019, 2, number),
        "area_code": "E23000023",
        "demand_type": kind,
        "demand_count": count,
    }


def figures(run_sql, metric, *rows):
    found = run_sql(f"assets/metrics/{metric}.sql", {"raw.police_demand": list(rows)}, first=FIRST)
    return {
        row.get("breakdown_value"): (row["numerator"], row["denominator"], row["value"])
        for row in found
    }


def test_a_typical_day_is_the_count_over_the_days_delivered(run_sql):
    rows = [day(1, "arrest", 30), day(2, "arrest", 0), day(1, "crime", 170)]

    assert figures(run_sql, "offenders/typical_day_count", *rows) == {
        "arrest": (30, 2, 15),
        "crime": (170, 1, 170),
    }


@pytest.mark.parametrize(
    ("metric", "kind"),
    [
        ("emergency_calls_per_day", "emergency_call"),
        ("non_emergency_calls_per_day", "non_emergency_call"),
        ("incidents_per_day", "incident"),
    ],
)
def test_calls_and_incidents_a_day_count_their_own_type(run_sql, metric, kind):
    rows = [day(1, kind, 300), day(2, kind, 400), day(1, "arrest", 9)]

    assert figures(run_sql, f"offenders/{metric}", *rows) == {None: (700, 2, 350)}


@pytest.mark.parametrize(
    ("metric", "part", "whole"),
    [
        (
            "emergency_call_answered_within_10_seconds_rate",
            "emergency_call_answered_within_10_seconds",
            "emergency_call",
        ),
        (
            "non_emergency_call_abandonment_rate",
            "non_emergency_call_abandoned",
            "non_emergency_call",
        ),
    ],
)
def test_a_share_of_calls_counts_only_days_with_both_parts(run_sql, metric, part, whole):
    rows = [day(1, whole, 200), day(1, part, 50), day(2, whole, 300)]

    assert figures(run_sql, f"victims/{metric}", *rows) == {None: (50, 200, 25)}
