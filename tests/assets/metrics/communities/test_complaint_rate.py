"""Complaints per 1,000 employees: whole years only, and what is not published is missing."""

import datetime as dt

import pytest

QUERY = "assets/metrics/communities/complaint_rate.sql"


def force(end, complaints, employees, state=None, area="E23000023"):
    return {
        "area_code": area,
        "period_start_date": dt.date(2018, 4, 1),
        "period_end_date": end,
        "complaint_count": complaints,
        "complaint_count_state": state,
        "employee_count": employees,
        "source_file": "police_complaints_2018-19.csv",
    }


def test_the_rate_is_of_complaint_cases_to_the_people_employed(run_sql):
    (row,) = run_sql(QUERY, {"core.police_complaint": [force(dt.date(2019, 3, 31), 560, 2330.0)]})

    assert row["value"] == pytest.approx(1000 * 560 / 2330)  # 240.3


def test_a_bulletin_within_the_year_gives_no_yearly_rate(run_sql):
    to_september = force(dt.date(2018, 9, 30), 270, 2330.0)

    assert run_sql(QUERY, {"core.police_complaint": [to_september]}) == []


def test_a_force_whose_figure_is_not_given_is_in_the_state_that_the_publisher_says(run_sql):
    withheld = force(dt.date(2019, 3, 31), None, 2330.0, "not_applicable")

    other = force(dt.date(2019, 3, 31), 700, 2760.0, area="E23000024")

    rows = run_sql(QUERY, {"core.police_complaint": [withheld, other]})

    row = next(row for row in rows if row["area_code"] == "E23000023")
    assert (row["value"], row["state"]) == (None, "not_applicable")
