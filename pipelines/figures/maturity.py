"""Completes the published maturity triangle: the final rate each young cohort is likely to reach."""

import datetime as dt
from collections import defaultdict
from typing import Any

import duckdb

from pipelines.figures.statistics import wording
from pipelines.figures.statistics.maturity import (
    Cohort,
    cohort_rate,
    compare_at_age,
    developments,
    expected_final_rate,
)

FINAL_AGE = 12
# How quickly crimes are charged changes over the years: only recent cohorts say how young ones go.
LEARNT_FROM = 36

Cohorts = dict[dt.date, Cohort]


def estimate_final_rates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `expected_final_rate`, its interval and the sentence, on each cohort's oldest row.

    A cohort of twelve months has come to its final rate; a younger one's is an estimate.
    """
    rows = [
        row
        for area_code, cohorts in _cohorts(connection).items()
        for row in _estimates(area_code, cohorts)
    ]
    connection.execute(
        "create or replace temp table maturity_estimate (area_code varchar, "
        "recorded_month_start_date date, age_months integer, final double, low double, "
        "high double, is_guess boolean, words varchar)"
    )
    marks = "(?, ?, ?, ?, ?, ?, ?, ?)"
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        connection.execute(
            f"insert into maturity_estimate values {', '.join([marks] * len(some))}",
            [cell for row in some for cell in row],
        )
    connection.execute(
        """
        update out_maturity
        set expected_final_rate = e.final, lower = e.low, upper = e.high,
            is_estimate = e.is_guess, sentence = e.words
        from maturity_estimate as e
        where out_maturity.area_code = e.area_code
            and out_maturity.recorded_month_start_date = e.recorded_month_start_date
            and out_maturity.age_months = e.age_months
        """
    )


def _cohorts(connection: duckdb.DuckDBPyConnection) -> dict[str, Cohorts]:
    cohorts: dict[str, Cohorts] = defaultdict(dict)
    for area_code, month, recorded, charged, not_assigned in connection.execute(
        """
        select area_code, recorded_month_start_date, any_value(recorded_count),
            list(charged_count order by age_months), list(not_assigned_count order by age_months)
        from out_maturity
        group by area_code, recorded_month_start_date
        order by area_code, recorded_month_start_date
        """
    ).fetchall():
        cohorts[area_code][month] = Cohort(recorded, tuple(charged), tuple(not_assigned))
    return cohorts


def _estimates(area_code: str, cohorts: Cohorts) -> list[tuple[Any, ...]]:
    recent = list(cohorts.values())[-LEARNT_FROM:]
    steps = developments([cohort.charged for cohort in recent])
    rows = []
    for month, cohort in cohorts.items():
        age = len(cohort.charged) - 1
        words = _against_a_year_before(cohorts, month, age)
        final, low, high = cohort_rate(cohort, FINAL_AGE), None, None
        estimate = expected_final_rate(cohort, steps, FINAL_AGE)
        if estimate:
            final, low, high = estimate[0], estimate[1].lower, estimate[1].upper
        is_guess = estimate is not None
        rows.append((area_code, month, age, final, low, high, is_guess, words))
    return rows


def _against_a_year_before(cohorts: Cohorts, month: dt.date, age: int) -> str | None:
    """Compare a cohort with that of the same month a year before, at the same age."""
    earlier = cohorts.get(month.replace(year=month.year - 1))
    comparison = compare_at_age(earlier, cohorts[month], age) if earlier else None
    if comparison is None or earlier is None:
        return None
    by = f"by {age} month{'' if age == 1 else 's'}" if age else "within the month"
    return wording.compared(
        f"Crimes recorded in {month:%B} {month.year}, charged {by}",
        comparison,
        first=f"{100 * comparison.first:.1f}% a year before",
        second=f"{100 * comparison.second:.1f}%",
        better_when="higher",
    )
