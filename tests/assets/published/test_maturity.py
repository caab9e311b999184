"""The maturity triangle: a crime counts from the month of its outcome, a young cohort has no row."""

import datetime as dt

QUERY = "assets/published/maturity.sql"


def crime(recorded, outcome=None, *, charged=False, force="E23000023"):
    """One crime recorded, and given its outcome, on the first of a month of 2019."""
    return {
        "force_code": force,
        "recorded_month_start_date": dt.date(2019, recorded, 1),
        "outcome_month_start_date": outcome and dt.date(2019, outcome, 1),
        "is_charged": charged,
    }


def ask(run_sql, *crimes):
    """Run the query with a crime of another force beside, so that every column has its type."""
    other = crime(1, 1, force="E23000045")
    rows = run_sql(QUERY, {"core.police_outcome_crime": [*crimes, other]})
    return [row for row in rows if row["area_code"] != "E23000045"]


def triangle(run_sql, *crimes):
    rows = ask(run_sql, *crimes)
    return {(row["recorded_month_start_date"].month, row["age_months"]): row for row in rows}


def test_a_cohort_grows_with_the_outcomes_of_each_month(run_sql):
    rows = triangle(
        run_sql,
        crime(1, 1, charged=True),
        crime(1, 2, charged=True),
        crime(1, 2),
        crime(1),
        crime(3),
    )
    found = [
        (rows[1, age]["charged_count"], rows[1, age]["not_assigned_count"]) for age in (0, 1, 2)
    ]
    assert found == [(1, 3), (2, 1), (2, 1)]
    assert [rows[1, age]["cohort_rate"] for age in (0, 1, 2)] == [25, 50, 50]
    assert rows[1, 2]["not_assigned_percent"] == 25


def test_an_age_not_reached_has_no_row(run_sql):
    rows = triangle(run_sql, crime(1), crime(2), crime(3))
    assert sorted(rows) == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0)]


def test_the_flow_rate_counts_the_charges_of_the_month_whatever_their_crime(run_sql):
    rows = triangle(
        run_sql, crime(1, 2, charged=True), crime(1, 2, charged=True), crime(2, 2), crime(2)
    )
    assert rows[2, 0]["flow_charged_count"] == 2
    assert rows[2, 0]["flow_rate"] == 100
    assert rows[2, 0]["cohort_rate"] == 0


def test_an_outcome_after_the_last_month_recorded_is_not_yet_seen(run_sql):
    rows = triangle(run_sql, crime(1, 3, charged=True), crime(2))
    assert rows[1, 1]["charged_count"] == 0
    assert rows[1, 1]["not_assigned_count"] == 1


def test_an_outcome_dated_before_its_crime_counts_as_of_that_month(run_sql):
    rows = triangle(run_sql, crime(2, 1, charged=True))
    assert rows[2, 0]["charged_count"] == 1


def test_each_force_is_as_old_as_its_own_last_delivery(run_sql):
    rows = ask(run_sql, crime(1), crime(1, force="E23000026"), crime(2, force="E23000026"))
    found = sorted((row["area_code"][-2:], row["age_months"]) for row in rows)
    assert found == [("23", 0), ("26", 0), ("26", 0), ("26", 1)]


def test_ages_go_to_twelve_months(run_sql):
    old = crime(1) | {"recorded_month_start_date": dt.date(2016, 5, 1)}
    rows = ask(run_sql, old, crime(1))
    ages = [row["age_months"] for row in rows if row["recorded_month_start_date"].year == 2016]
    assert sorted(ages) == list(range(13))
