"""Figures, dates, periods and ages in words."""

import datetime as dt

import pytest

from dashboards import words

OCTOBER = (dt.date(2019, 10, 1), dt.date(2019, 10, 31))


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1234567.0, "count", "1,234,567"),
        (9.7123, "percent", "9.7%"),
        (516000.0, "gbp", "£516,000"),
        (12.5, "gbp", "£12.50"),
        (-3.0, "gbp", "-£3"),
        (3.966, "ratio", "3.97"),
        (361.2, "per_day", "361 a day"),
        (2.25, "per_day", "2.2 a day"),
        (1.184, "per_1000", "1.18 per 1,000"),
        (72.46, "per_1000", "72.5 per 1,000"),
        (-0.01, "percent", "0.0%"),
        (None, "percent", "no figure"),
    ],
)
def test_a_figure_is_said_with_its_unit_and_no_more_decimals_than_it_carries(value, unit, said):
    assert words.value_text(value, unit) == said


def test_a_percentage_of_fewer_than_20_is_said_as_two_counts():
    assert words.value_text(21.4, "percent", 3, 14) == "3 of 14"
    assert words.value_text(71.9, "percent", 23, 32) == "71.9%"


@pytest.mark.parametrize(
    ("period_type", "start", "end", "said"),
    [
        ("month", *OCTOBER, "October 2019"),
        ("quarter", dt.date(2019, 7, 1), dt.date(2019, 9, 30), "July to September 2019"),
        ("financial_year", dt.date(2018, 4, 1), dt.date(2019, 3, 31), "year ending March 2019"),
        ("calendar_year", dt.date(2014, 1, 1), dt.date(2014, 12, 31), "2014"),
        ("snapshot_date", dt.date(2018, 12, 31), dt.date(2018, 12, 31), "31 December 2018"),
        (
            "cohort_year",
            dt.date(2016, 10, 1),
            dt.date(2017, 9, 30),
            "cohort of October 2016 to September 2017",
        ),
        (
            "day_average",
            dt.date(2018, 10, 1),
            dt.date(2019, 9, 30),
            "average day, October 2018 to September 2019",
        ),
        ("to_date", dt.date(2019, 4, 1), dt.date(2019, 10, 31), "April to October 2019, so far"),
    ],
)
def test_a_period_is_said_as_people_say_it(period_type, start, end, said):
    assert words.period_text(period_type, start, end) == said


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (dt.date(2019, 12, 17), "1 day old"),
        (dt.date(2019, 10, 31), "7 weeks old"),
        (dt.date(2019, 3, 31), "9 months old"),
        (dt.date(2017, 9, 30), "2.2 years old"),
        (dt.date(2020, 3, 31), "period not yet over"),
    ],
)
def test_an_age_is_said_in_the_unit_that_fits(end, said):
    assert words.age_text(end, dt.date(2019, 12, 18)) == said


def test_a_late_delivery_says_how_late():
    as_at = dt.date(2019, 12, 18)
    assert words.days_late_text(dt.date(2019, 12, 6), as_at) == "12 days late"
    assert words.days_late_text(dt.date(2020, 1, 10), as_at) == "due 10 January 2020"
