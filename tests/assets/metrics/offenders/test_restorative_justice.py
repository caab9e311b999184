"""Restorative justice: half-years out of half-years or quarters, and the share better informed."""

import datetime as dt

import pytest

COUNT = "assets/metrics/offenders/restorative_justice_referral_count.sql"
INFORMED = "assets/metrics/offenders/restorative_justice_informed_rate.sql"


def period(start, months, group, referred, informed):
    return {
        "area_code": "E23000023",
        "period_start_date": start,
        "month_count": months,
        "offence_group": group,
        "referral_count": referred,
        "informed_count": informed,
        "source_file": "restorative_justice.csv",
    }


PAPER = [
    period(dt.date(2019, 4, 1), 6, "Violence against the person", 21, 15),
    period(dt.date(2019, 4, 1), 6, "Burglary", 11, 8),
]


def test_the_half_year_of_the_board_paper_has_32_referrals_of_which_23_were_better_informed(
    run_sql,
):
    (count,) = run_sql(COUNT, {"core.restorative_justice": PAPER})
    (informed,) = run_sql(INFORMED, {"core.restorative_justice": PAPER})

    assert (count["value"], count["state"]) == (32, None)
    assert (informed["numerator"], informed["denominator"]) == (23, 32)
    assert informed["value"] == pytest.approx(71.875)
    assert (informed["period_start_date"], informed["period_end_date"]) == (
        dt.date(2019, 4, 1),
        dt.date(2019, 9, 30),
    )


def test_two_quarters_make_a_half_year_and_one_is_provisional(run_sql):
    quarters = [
        period(dt.date(2018, 10, 1), 3, "Theft", 5, 2),
        period(dt.date(2019, 1, 1), 3, "Theft", 7, 3),
        period(dt.date(2019, 1, 1), 3, "Burglary", 1, 1),
        period(dt.date(2019, 4, 1), 3, "Theft", 4, 4),
    ]

    rows = run_sql(COUNT, {"core.restorative_justice": quarters})

    found = {row["period_start_date"]: (row["value"], row["state"], row["reason"]) for row in rows}
    assert found == {
        dt.date(2018, 10, 1): (13, None, None),
        dt.date(2019, 4, 1): (4, "provisional", "3 of 6 months were delivered"),
    }


def test_a_half_year_without_a_referral_has_a_count_of_none_and_no_rate(run_sql):
    nobody = [period(dt.date(2019, 4, 1), 6, "Theft", 0, 0)]

    (count,) = run_sql(COUNT, {"core.restorative_justice": nobody})
    (informed,) = run_sql(INFORMED, {"core.restorative_justice": nobody})

    assert count["value"] == 0
    assert (informed["value"], informed["state"]) == (None, "not_applicable")
