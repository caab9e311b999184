"""Officers for each thousand residents, and volunteers: on a day, by the measure that is named."""

import datetime as dt

MARCH, SEPTEMBER = dt.date(2019, 3, 31), dt.date(2019, 9, 30)
OFFICERS = "assets/metrics/transformation/police_officer_rate.sql"
VOLUNTEERS = "assets/metrics/communities/police_volunteer_count.sql"


def counted(day, count, worker="police_officer", measure="full_time_equivalent", force="E23000023"):
    return {
        "force_code": force,
        "as_at_date": day,
        "worker_type": worker,
        "measure": measure,
        "worker_count": count,
        "source_release": "edition of 30 September 2019",
    }


def people(year, count):
    return {
        "area_code": "E23000023",
        "population_year": year,
        "population": count,
        "source_release": "p.csv",
    }


def rates(run_sql, workers, *population):
    tables = {"core.police_workforce": workers, "core.population": list(population)}
    return {row["period_end_date"]: row for row in run_sql(OFFICERS, tables)}


def test_officers_stand_over_the_people_of_the_mid_year_before_the_day(run_sql):
    workers = [counted(MARCH, 1_500.5), counted(SEPTEMBER, 1_600.0)]

    rows = rates(run_sql, workers, people(2018, 750_250), people(2019, 800_000))

    assert (rows[MARCH]["numerator"], rows[MARCH]["value"]) == (1_500.5, 2)
    assert (rows[SEPTEMBER]["denominator"], rows[SEPTEMBER]["value"]) == (800_000, 2)


def test_headcount_and_the_transport_police_are_left_out(run_sql):
    workers = [
        counted(MARCH, 1_500.0),
        counted(MARCH, 1_520.0, measure="headcount"),
        counted(MARCH, 2_900.0, force="X23000001"),
    ]

    rows = rates(run_sql, workers, people(2018, 750_000))

    assert [(row["numerator"], row["state"]) for row in rows.values()] == [(1_500, None)]


def test_an_older_population_makes_the_rate_provisional(run_sql):
    rows = rates(run_sql, [counted(SEPTEMBER, 1_500.0)], people(2017, 750_000))

    assert (rows[SEPTEMBER]["value"], rows[SEPTEMBER]["state"]) == (2, "provisional")
    assert rows[SEPTEMBER]["reason"] == "population of mid-2017, the latest delivered"


def test_a_force_that_gave_no_number_is_missing(run_sql):
    rows = rates(run_sql, [counted(MARCH, None), counted(SEPTEMBER, 1.5)], people(2018, 750_000))

    assert (rows[MARCH]["value"], rows[MARCH]["state"]) == (None, "missing")


def test_specials_and_support_volunteers_are_counted_apart_by_heads(run_sql):
    workers = [
        counted(MARCH, 222.0, "special_constable", "headcount"),
        counted(MARCH, 81.0, "police_support_volunteer", "headcount"),
        counted(MARCH, 1_476.0, "police_officer", "headcount"),
        counted(SEPTEMBER, None, "special_constable", "headcount"),
    ]

    rows = run_sql(VOLUNTEERS, {"core.police_workforce": workers})

    assert {
        (row["period_end_date"], row["breakdown_value"]): (row["value"], row["state"])
        for row in rows
    } == {
        (MARCH, "Special constables"): (222, None),
        (MARCH, "Police support volunteers"): (81, None),
        (SEPTEMBER, "Special constables"): (None, "missing"),
    }
