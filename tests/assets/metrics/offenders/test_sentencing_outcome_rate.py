"""Sentence outcomes as shares of all who were sentenced, at both courts together."""

import datetime as dt

import pytest

QUERY = "assets/metrics/offenders/sentencing_outcome_rate.sql"
JANUARY, APRIL = dt.date(2019, 1, 1), dt.date(2019, 4, 1)


def sentenced(outcome, count, *, court="Crown Court", quarter=JANUARY):
    return {
        "area_code": "K04000001",
        "quarter_start_date": quarter,
        "quarter_end_date": quarter + dt.timedelta(days=89),
        "court_type": court,
        "sentence_outcome": outcome,
        "sentenced_count": count,
        "source_file": "courts.xlsx",
    }


def test_a_share_is_of_everyone_sentenced_at_either_court(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.sentence_outcome": [
                sentenced("Fine", 70, court="Magistrates' courts"),
                sentenced("Fine", 10),
                sentenced("Immediate custody", 20),
            ]
        },
    )

    # 70 + 10 fines of 100 people sentenced.
    shares = {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows}
    assert shares == {"Fine": (80, 100), "Immediate custody": (20, 100)}
    assert sum(row["value"] for row in rows) == pytest.approx(100)


def test_a_quarter_with_one_court_alone_gives_no_share(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.sentence_outcome": [
                sentenced("Fine", 70, court="Magistrates' courts"),
                sentenced("Fine", 10),
                sentenced("Fine", 70, court="Magistrates' courts", quarter=APRIL),
            ]
        },
    )

    assert {row["period_start_date"] for row in rows} == {JANUARY}
