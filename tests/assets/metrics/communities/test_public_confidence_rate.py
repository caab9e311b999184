"""Confidence is the published percentage of a sample; what is not published is no fall."""

import datetime as dt

import pytest

QUERY = "assets/metrics/communities/public_confidence_rate.sql"


def asked(year, percent, base=620, state=None, area="E23000023", **bounds):
    return {
        "area_code": area,
        "year_start_date": dt.date(year - 1, 4, 1),
        "year_end_date": dt.date(year, 3, 31),
        "percent_good": percent,
        "percent_state": state,
        "lower_percent": bounds.get("lower"),
        "upper_percent": bounds.get("upper"),
        "unweighted_base": base,
        "source_file": "tables.xlsx",
    }


def test_the_value_is_the_published_percentage_of_the_unweighted_base(run_sql):
    (row,) = run_sql(QUERY, {"core.public_confidence": [asked(2019, 58.5, lower=54.2, upper=62.8)]})

    assert row["value"] == 58.5
    assert row["denominator"] == 620
    assert row["numerator"] == pytest.approx(362.7)  # 58.5 % of 620: weighted, so no whole number
    assert (row["lower"], row["upper"]) == (54.2, 62.8)


def test_a_suppressed_percentage_is_no_value_and_no_nought(run_sql):
    rows = run_sql(
        QUERY,
        {"core.public_confidence": [asked(2018, 61.0), asked(2019, None, 31, "suppressed")]},
    )

    row = next(row for row in rows if row["period_end_date"] == dt.date(2019, 3, 31))
    assert (row["value"], row["numerator"], row["state"]) == (None, None, "suppressed")
    assert "too few people" in row["reason"]


def test_a_region_that_no_code_names_gives_no_figure(run_sql):
    assert run_sql(QUERY, {"core.public_confidence": [asked(2019, 60.0, area=None)]}) == []
