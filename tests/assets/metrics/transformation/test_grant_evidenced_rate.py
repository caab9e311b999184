"""Evidence of delivery: money covered by it over money paid, for the awards of a year."""

import datetime as dt

import pytest

QUERY = "assets/metrics/transformation/grant_evidenced_rate.sql"


def award(theme="offenders", year="2018/19"):
    return {
        "area_code": "E23000023",
        "theme": theme,
        "award_financial_year": year,
        "source_file": "grants.csv",
    }


def test_only_money_with_evidence_received_counts(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.grant_payment": [
                award() | {"amount_gbp": 50_000.0},
                award() | {"amount_gbp": 44_000.0},
                award("victims") | {"amount_gbp": 6_000.0},
            ],
            "core.grant_return": [
                award() | {"is_evidence_received": True, "evidenced_amount_gbp": 47_000.0},
                award() | {"is_evidence_received": False, "evidenced_amount_gbp": 0.0},
            ],
        },
    )

    found = {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows}
    assert found == {"offenders": (47_000, 94_000), "victims": (0, 6_000)}
    assert {row["value"] for row in rows} == {50.0, 0.0}
    assert {row["period_end_date"] for row in rows} == {dt.date(2019, 3, 31)}


def test_an_award_paid_back_whole_has_no_rate(run_sql):
    (row,) = run_sql(
        QUERY,
        {
            "core.grant_payment": [
                award() | {"amount_gbp": 500.0},
                award() | {"amount_gbp": -500.0},
            ],
            "core.grant_return": [
                award("victims") | {"is_evidence_received": True, "evidenced_amount_gbp": 1.0}
            ],
        },
    )

    assert (row["value"], row["state"]) == (None, "not_applicable")


def test_money_of_a_theme_that_no_one_stated_is_not_lost(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.grant_payment": [award() | {"theme": None, "amount_gbp": 200.0}],
            "core.grant_return": [
                award()
                | {"theme": None, "is_evidence_received": True, "evidenced_amount_gbp": 150.0}
            ],
        },
    )

    assert [(row["breakdown_value"], row["value"]) for row in rows] == [
        ("theme not stated", pytest.approx(75.0))
    ]
