"""The published triangle completed: an estimate for the young, the rate itself for the old."""

import datetime as dt

import duckdb
import pytest

from pipelines.figures.maturity import estimate_final_rates


def completed(cohorts):
    """Complete a triangle given as (month, recorded, charged by age); its oldest rows by month."""
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table out_maturity (area_code varchar, recorded_month_start_date date, "
            "age_months integer, recorded_count bigint, charged_count bigint, "
            "not_assigned_count bigint, expected_final_rate double, lower double, upper double, "
            "is_estimate boolean, sentence varchar)"
        )
        for month, recorded, charged in cohorts:
            for age, count in enumerate(charged):
                connection.execute(
                    "insert into out_maturity values "
                    "('E23000023', ?, ?, ?, ?, 0, null, null, null, false, null)",
                    [month, age, recorded, count],
                )
        estimate_final_rates(connection)
        rows = connection.execute(
            "select recorded_month_start_date, expected_final_rate, lower, upper, is_estimate, "
            "sentence from out_maturity order by all"
        ).fetchall()
        return {row[0]: row[1:] for row in rows if row[1] is not None or row[5] is not None}


def month(n):
    return dt.date(2017 + n // 12, n % 12 + 1, 1)


OLD = [(month(n), 1000, [40 + n % 3, *[80 + n % 3] * 11, 100]) for n in range(12)]


def test_a_cohort_of_twelve_months_has_its_rate_and_no_interval():
    found = completed(OLD)
    assert found[month(0)][:4] == (10, None, None, False)


def test_a_young_cohort_has_an_estimate_marked_as_one():
    found = completed([*OLD, (month(12), 1000, [42, 82])])
    rate, lower, upper, is_estimate, _ = found[month(12)]
    # From age 1 all go as one: 12 x 100 charged at twelve months of 4 x (80 + 81 + 82) at one.
    assert rate == pytest.approx(8.2 * 1200 / (4 * (80 + 81 + 82)))
    assert 8.2 < lower < rate < upper
    assert is_estimate


def test_too_few_old_cohorts_give_no_estimate():
    found = completed([*OLD[:2], (month(12), 1000, [42, 82])])
    assert found[month(12)][:4] == (None, None, None, False)


def test_a_cohort_is_compared_with_that_of_a_year_before_at_the_same_age():
    found = completed([*OLD, (month(12), 1000, [42, 82])])
    # 80 of 1,000 at one month in January 2017, whatever it came to later.
    assert found[month(12)][4] == (
        "Crimes recorded in January 2018, charged by 1 month: no clear change,"
        " 8.0% a year before then 8.2%"
    )


def test_a_young_cohort_is_not_called_a_fall_beside_an_old_one():
    found = completed([*OLD, (month(12), 1000, [41])])
    assert "charged within the month: " in found[month(12)][4]
    assert found[month(12)][4].endswith("no clear change, 4.0% a year before then 4.1%")
    worse = completed([*OLD, (month(12), 1000, [4])])
    assert worse[month(12)][4].endswith(
        "fell from 4.0% a year before to 0.4%, and that is a concern"
    )


def test_an_empty_triangle_stays_empty():
    assert completed([]) == {}
