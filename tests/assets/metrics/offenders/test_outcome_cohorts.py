"""Outcomes by the quarter of recording, at equal age; what an age has not reached is not nought."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/offenders"
FIRST = [
    "assets/core/police_force.sql",
    "assets/core/outcome_code.sql",
    "assets/core/police_outcome_crime.sql",
]
ROWS = iter(range(1_000_000))


def crime(recorded, code=None, assigned=None, **more):
    return {
        "crime_reference": f"c{next(ROWS)}",
        "area_code": "E23000023",
        "csp_code": "E22000013",
        "recorded_date": dt.date.fromisoformat(recorded),
        "offence_group": "Theft",
        "outcome_code": code,
        "outcome_date": assigned and dt.date.fromisoformat(assigned),
    } | more


# Five crimes of the first quarter of 2018; the last delivery is of October 2018.
QUARTER = [
    crime("2018-01-10", "1", "2018-02-01"),
    crime("2018-01-31", "1A", "2018-04-30"),
    crime("2018-02-10", "1", "2018-05-11"),
    crime("2018-02-10", "18", "2018-02-20"),
    crime("2018-03-31", "1", "2018-10-02"),
]
OTHERS = [crime(f"2018-{month:02}-05") for month in range(4, 11)]


def figures(run_sql, metric, *crimes, first=FIRST):
    return run_sql(f"{FOLDER}/{metric}.sql", {"raw.police_outcomes": list(crimes)}, first=first)


def cohort(run_sql, *crimes, start="2018-01-01"):
    rows = figures(run_sql, "charge_rate_by_recorded_cohort", *crimes)
    return {
        row["breakdown_value"]: row
        for row in rows
        if row["period_start_date"] == dt.date.fromisoformat(start)
    }


def test_a_charge_counts_from_the_age_at_which_it_came(run_sql):
    ages = cohort(run_sql, *QUARTER, *OTHERS)

    # Within three months: 10 January's, and 31 January's on 30 April; 10 February's came on day 91.
    assert (ages["3 months"]["numerator"], ages["3 months"]["denominator"]) == (2, 5)
    assert ages["3 months"]["value"] == 40
    # 31 March's charge of 2 October is older than six months.
    assert ages["6 months"]["numerator"] == 3
    assert ages["6 months"]["state"] is None


def test_an_age_that_the_youngest_crime_has_not_reached_is_not_due(run_sql):
    twelve = cohort(run_sql, *QUARTER, *OTHERS)["12 months"]

    assert (twelve["numerator"], twelve["value"], twelve["state"]) == (None, None, "not_due")
    assert twelve["reason"] == (
        "the cohort is 12 months old on 31 March 2019; outcomes are known to 31 October 2018"
    )


def test_a_quarter_that_lacks_a_month_is_missing_at_every_age_it_has_reached(run_sql):
    without_february = [row for row in QUARTER if row["recorded_date"].month != 2]

    ages = cohort(run_sql, *without_february, *OTHERS)

    assert (ages["3 months"]["value"], ages["3 months"]["state"]) == (None, "missing")
    assert ages["3 months"]["reason"] == "2 of 3 months delivered: not a quarter"
    assert ages["12 months"]["state"] == "not_due"


def test_what_has_no_outcome_yet_is_a_share_of_the_quarter_s_own_crimes(run_sql):
    still_open = crime("2018-03-01")
    rows = figures(run_sql, "outcome_not_yet_assigned_rate", *QUARTER, still_open, *OTHERS)

    by_quarter = {row["period_start_date"].month: row for row in rows}
    # One of six; then the quarter of October, of which one month of three has come.
    assert (by_quarter[1]["numerator"], by_quarter[1]["denominator"]) == (1, 6)
    assert (by_quarter[10]["value"], by_quarter[10]["state"]) == (None, "not_due")


def test_the_middle_number_of_days_is_of_outcomes_assigned_in_the_quarter(run_sql):
    older = [crime(f"2016-{month:02}-05") for month in range(1, 13)]
    rows = figures(run_sql, "median_days_recorded_to_outcome", *older, *QUARTER, *OTHERS)

    by_quarter = {row["period_start_date"]: row for row in rows}
    # Assigned in the first quarter: after 22 and 10 days. In the second: after 89 and 90 days.
    assert by_quarter[dt.date(2018, 1, 1)]["value"] == 16
    assert by_quarter[dt.date(2018, 4, 1)]["value"] == 89.5
    assert by_quarter[dt.date(2018, 1, 1)]["numerator"] is None
    assert by_quarter[dt.date(2018, 1, 1)]["state"] is None
    assert by_quarter[dt.date(2018, 10, 1)]["state"] == "not_due"


def test_in_the_first_year_of_deliveries_the_middle_number_of_days_is_immature(run_sql):
    rows = figures(run_sql, "median_days_recorded_to_outcome", *QUARTER, *OTHERS)

    first = min(rows, key=lambda row: row["period_start_date"])
    assert (first["value"], first["state"]) == (16, "immature")
    assert first["reason"] == "crimes recorded before January 2018 were not delivered"


def of_month(run_sql, metric, *crimes, month):
    core = [*FIRST, "assets/core/police_outcome_month.sql"]
    return {
        row.get("breakdown_value"): (row["numerator"], row["denominator"], row["value"])
        for row in figures(run_sql, metric, *crimes, first=core)
        if row["area_code"] == "E23000023" and row["period_start_date"].month == month
    }


def test_victims_who_do_not_support_action_are_told_apart_by_whether_a_suspect_is_known(run_sql):
    crimes = [
        crime("2018-05-01", "14", "2018-06-01"),
        crime("2018-05-01", "16", "2018-06-01"),
        crime("2018-05-01", "16", "2018-06-02"),
        crime("2018-06-01", "1", "2018-06-02"),
        crime("2018-06-01"),
    ]

    found = of_month(run_sql, "victim_does_not_support_action_rate", *crimes, month=6)

    # Over the four crimes given an outcome in June, not the two recorded in it.
    assert found == {
        None: (3, 4, 75),
        "14: no suspect identified": (1, 4, 25),
        "16: suspect identified": (2, 4, 50),
    }


def test_domestic_abuse_is_counted_by_its_flag_in_both_parts(run_sql):
    flagged = {"is_domestic_abuse": True}
    crimes = [
        crime("2018-05-01", "1", "2018-06-01", **flagged),
        crime("2018-06-01", "3", "2018-06-02", **flagged),
        crime("2018-06-03", "16", "2018-06-20", **flagged),
        crime("2018-06-03", **flagged),
        crime("2018-06-03", "1", "2018-06-20", is_domestic_abuse=False),
        crime("2018-06-03", "1", "2018-06-20"),
    ]

    found = of_month(run_sql, "prosecution_possible_rate_domestic_abuse", *crimes, month=6)

    # Outcomes 1 and 3 of June over the three flagged crimes recorded in June.
    assert found == {None: (2, 3, pytest.approx(200 / 3))}
