"""Households of each area: a delivered estimate goes before the one that is printed beside rates."""

import datetime as dt

PRINTED = {
    "force_code": "E23000023",
    "period_end_date": dt.date(2022, 3, 31),
    "household_count": 345_600,
    "mid_year": 2020,
    "source_release": "year ending March 2022 edition",
}


def households(run_sql, delivered, printed):
    rows = run_sql(
        "assets/core/household.sql",
        {"raw.household_estimates": delivered, "core.published_recorded_crime": printed},
    )
    return {(row["area_code"], row["household_year"]): row["household_count"] for row in rows}


def test_a_delivered_estimate_goes_before_the_printed_one_of_its_year(run_sql):
    delivered = [
        {"area_code": "E23000023\u00a0", "household_year": 2020, "household_count": 345_581}
    ]

    assert households(run_sql, delivered, [PRINTED]) == {("E23000023", 2020): 345_581}


def test_a_printed_figure_stands_where_none_was_delivered(run_sql):
    delivered = [{"area_code": "E07000008", "household_year": 2020, "household_count": 52_000}]

    assert households(run_sql, delivered, [PRINTED]) == {
        ("E07000008", 2020): 52_000,
        ("E23000023", 2020): 345_600,
    }


def test_the_later_of_two_deliveries_wins(run_sql):
    first = {"area_code": "E07000008", "household_year": 2020, "household_count": 1}
    later = first | {"household_count": 2, "received_at": dt.datetime(2026, 5, 1)}

    assert households(run_sql, [later, first], [PRINTED])["E07000008", 2020] == 2
