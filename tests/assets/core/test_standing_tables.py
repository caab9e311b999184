"""Confidence, complaints, audits, recommendations and questions: forces found by their names."""

import datetime as dt

import pytest

FORCES = "assets/core/police_force.sql"


def confidence(run_sql, *rows):
    given = [
        {"year_end_date": dt.date(2019, 3, 31), "percent_good": 60.0, "unweighted_base": 600} | row
        for row in rows
    ]
    return run_sql(
        "assets/core/public_confidence.sql", {"raw.public_confidence": given}, first=[FORCES]
    )


@pytest.mark.parametrize(
    ("name", "code", "area_code"),
    [
        ("Cambridgeshire", "E23000023", "E23000023"),
        ("Cambridgeshire [note 2]", None, "E23000023"),
        ("Devon & Cornwall", None, "E23000035"),
        ("England and Wales", None, "K04000001"),
        ("East", None, None),
    ],
)
def test_an_area_is_known_by_its_code_or_else_by_its_name(run_sql, name, code, area_code):
    (row,) = confidence(run_sql, {"area_name": name, "area_code": code})

    assert row["area_code"] == area_code
    assert (row["year_start_date"], row["year_end_date"]) == (
        dt.date(2018, 4, 1),
        dt.date(2019, 3, 31),
    )


def test_of_two_west_midlands_the_lower_one_is_the_force(run_sql):
    rows = confidence(
        run_sql,
        {"area_name": "West Midlands", "percent_good": 61.0, "source_row": 9},
        {"area_name": "West Midlands", "percent_good": 55.0, "source_row": 31},
    )

    assert {row["percent_good"]: row["area_code"] for row in rows} == {
        61.0: None,
        55.0: "E23000014",
    }


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        ("2018/19", dt.date(2019, 3, 31)),
        ("Q1 2018/19", dt.date(2018, 6, 30)),
        ("2018-19 Q2", dt.date(2018, 9, 30)),
        ("2018/2019", dt.date(2019, 3, 31)),
    ],
)
def test_a_bulletin_of_complaints_is_the_year_to_date(run_sql, period, ends):
    given = {
        "force_name": "Cambridgeshire Constabulary",
        "period": period,
        "complaint_count": 560,
        "employee_count": 2330.0,
        "received_at": dt.datetime(2019, 10, 1),
    }

    (row,) = run_sql(
        "assets/core/police_complaint.sql", {"raw.police_complaints": [given]}, first=[FORCES]
    )

    assert row["area_code"] == "E23000023"
    assert (row["period_start_date"], row["period_end_date"]) == (dt.date(2018, 4, 1), ends)


def test_a_year_of_complaints_delivered_again_counts_as_last_delivered(run_sql):
    given = [
        {
            "force_name": "Cambridgeshire",
            "period": period,
            "complaint_count": count,
            "received_at": dt.datetime(2019, month, 1),
        }
        for period, count, month in (("2018/19", 560, 10), ("2018-19", 571, 11))
    ]

    (row,) = run_sql(
        "assets/core/police_complaint.sql", {"raw.police_complaints": given}, first=[FORCES]
    )

    assert row["complaint_count"] == 571


def test_an_audit_of_all_crime_has_one_name_however_it_is_written(run_sql):
    given = [
        {
            "force_name": "Cambridgeshire Constabulary",
            "inspection_date": dt.date(2018, 8, 31),
            "crime_group": group,
            "audited_count": 100,
            "recorded_count": 90,
        }
        for group in ("All reported crime", "Overall", "Violence")
    ]

    rows = run_sql(
        "assets/core/crime_recording_audit.sql",
        {"raw.crime_recording_audits": given},
        first=[FORCES],
    )

    assert sorted(row["crime_group"] for row in rows) == ["all crime", "all crime", "violence"]
    assert {row["force_code"] for row in rows} == {"E23000023"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Cause of Concern", "cause of concern"),
        ("AFI", "area for improvement"),
        ("Areas for improvement", "area for improvement"),
        ("Recommendation", "recommendation"),
    ],
)
def test_a_recommendation_is_of_one_of_three_types(run_sql, written, kind):
    given = {
        "recommendation_id": "1",
        "force_name": "Cambridgeshire",
        "recommendation_type": written,
        "raised_date": dt.date(2019, 1, 1),
        "register_date": dt.date(2019, 12, 1),
    }

    (row,) = run_sql(
        "assets/core/inspection_recommendation.sql",
        {"raw.inspection_recommendations": [given]},
        first=[FORCES],
    )

    assert (row["force_code"], row["recommendation_type"]) == ("E23000023", kind)


@pytest.mark.parametrize(
    ("board", "answered", "is_due", "in_time"),
    [
        (dt.date(2019, 9, 14), dt.date(2019, 9, 14), True, True),
        (dt.date(2019, 9, 14), dt.date(2019, 9, 15), True, False),
        (dt.date(2019, 9, 14), None, True, False),
        (dt.date(2019, 12, 19), None, False, False),
    ],
)
def test_a_question_is_answered_in_time_by_the_day_of_its_board(
    run_sql, board, answered, is_due, in_time
):
    given = {
        "question_id": "Q1",
        "area_code": "E23000023",
        "raised_date": dt.date(2019, 9, 1),
        "board_date": board,
        "answered_date": answered,
        "register_date": dt.date(2019, 12, 18),
    }

    (row,) = run_sql("assets/core/public_question.sql", {"raw.public_questions": [given]})

    assert (row["is_due"], row["is_answered_in_time"]) == (is_due, in_time)
