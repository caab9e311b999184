"""Demand by day: an average over the days delivered, whatever the length of the month."""

import datetime as dt

import pytest

FIRST = ["assets/core/police_force.sql", "assets/core/police_demand.sql"]


def day(number, kind, count, csp=None):
    return {
        "demand_date": dt.date(2019, 2, number),
        "area_code": "E23000023",
        "csp_code": csp,
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


def test_a_partnership_s_incidents_stand_beside_the_force_s_and_are_not_added_to_them(run_sql):
    rows = [
        day(1, "incident", 300),
        day(1, "incident", 90, "E22000013"),
        day(1, "incident", 60, "E22000014"),
    ]
    found = run_sql(
        "assets/metrics/offenders/incidents_per_day.sql", {"raw.police_demand": rows}, first=FIRST
    )

    assert {row["area_code"]: row["value"] for row in found} == {
        "E23000023": 300,
        "E22000013": 90,
        "E22000014": 60,
    }
    assert figures(run_sql, "offenders/typical_day_count", *rows) == {"incident": (300, 1, 300)}


def test_mental_health_incidents_a_day_count_their_own_type(run_sql):
    rows = [day(1, "mental_health_incident", 20), day(2, "mental_health_incident", 34)]

    assert figures(run_sql, "communities/mental_health_incidents_per_day", *rows) == {
        None: (54, 2, 27)
    }


def test_missing_people_take_twelve_officer_hours_each_by_the_stated_assumption(run_sql):
    rows = [day(1, "missing_person", 10), day(2, "missing_person", 8), day(1, "arrest", 30)]

    # 18 reports in two days, nine a day, at 12 hours each: 108 hours a day, as the 2019 paper says.
    assert figures(run_sql, "offenders/missing_person_officer_hours", *rows) == {
        None: (216, 2, 108)
    }


def test_an_assumption_holds_from_its_day_on(run_sql):
    assumed = {"demand_type": "missing_person", "valid_from": None, "valid_to": None}
    twelve = assumed | {"officer_hours": "12", "valid_to": "2019-02-01"}
    fifteen = assumed | {"officer_hours": "15", "valid_from": "2019-02-02"}
    tables = {
        "raw.police_demand": [day(1, "missing_person", 10), day(2, "missing_person", 10)],
        "raw.reference_demand_assumption": [twelve, fifteen],
    }
    (row,) = run_sql(
        "assets/metrics/offenders/missing_person_officer_hours.sql", tables, first=FIRST
    )

    assert row["numerator"] == 10 * 12 + 10 * 15
