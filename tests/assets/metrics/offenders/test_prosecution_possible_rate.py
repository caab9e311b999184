"""The force's own outcomes: assigned in the month over recorded in the month, not one cohort."""

import datetime as dt

FOLDER = "assets/metrics/offenders"
FIRST = [
    "assets/core/police_force.sql",
    "assets/core/outcome_code.sql",
    "assets/core/police_outcome_crime.sql",
    "assets/core/police_outcome_month.sql",
]


def crime(recorded, code=None, assigned=None, group="Theft", csp="E22000013"):
    return {
        "crime_reference": f"{recorded}{code}{assigned}{group}{csp}",
        "area_code": "E23000023",
        "csp_code": csp,
        "recorded_date": recorded,
        "offence_group": group,
        "outcome_code": code,
        "outcome_date": assigned,
    }


SEPTEMBER, OCTOBER = dt.date(2019, 9, 9), dt.date(2019, 10, 9)
CRIMES = [
    crime(SEPTEMBER, "1", OCTOBER),
    crime(SEPTEMBER, "3a", OCTOBER, "Dwelling burglary"),
    crime(OCTOBER, "22", OCTOBER),
    crime(OCTOBER, "18", OCTOBER, "Dwelling burglary"),
    crime(OCTOBER, "9", OCTOBER),
    crime(OCTOBER, csp=None),
]


def of_october(run_sql, metric, area="E23000023"):
    rows = run_sql(f"{FOLDER}/{metric}.sql", {"raw.police_outcomes": CRIMES}, first=FIRST)
    (row,) = [
        row
        for row in rows
        if row["area_code"] == area and row["period_start_date"] == dt.date(2019, 10, 1)
    ]
    return row


def test_outcomes_assigned_in_the_month_stand_over_crimes_recorded_in_it(run_sql):
    row = of_october(run_sql, "prosecution_possible_rate")

    # Outcomes 1, 3A and 22 of October over the four crimes recorded in October.
    assert (row["numerator"], row["denominator"], row["value"]) == (3, 4, 75)


def test_dwelling_burglary_is_counted_apart_in_both_parts(run_sql):
    row = of_october(run_sql, "prosecution_possible_rate_dwelling_burglary")

    assert (row["numerator"], row["denominator"], row["value"]) == (1, 1, 100)


def test_a_crime_without_a_partnership_counts_in_the_force_and_as_place_not_known(run_sql):
    row = of_october(run_sql, "prosecution_possible_rate", area="X99000023")

    assert (row["numerator"], row["denominator"]) == (0, 1)


def test_disposals_out_of_court_are_counted_by_their_own_month(run_sql):
    row = of_october(run_sql, "out_of_court_disposal_count")

    # Outcomes 3A (a crime of September) and 22.
    assert row["value"] == 2
