"""Sentences by area, disposals, days to completion and caseload: plain counts, told as they are."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/offenders"
YEAR = {"year_start_date": dt.date(2018, 1, 1), "year_end_date": dt.date(2018, 12, 31)}


def test_each_sentence_is_a_share_of_all_who_were_sentenced_in_the_area(run_sql):
    sentence = {**YEAR, "area_code": "E23000023", "source_file": "obo.csv"}
    rows = run_sql(
        f"{FOLDER}/court_sentence_outcome_rate.sql",
        {
            "core.court_disposal": [
                {**sentence, "offence_group": "Theft", "sentence_outcome": "Fine", "sentenced_count": 60},
                {**sentence, "offence_group": "Drugs", "sentence_outcome": "Fine", "sentenced_count": 15},
                {**sentence, "offence_group": "Theft", "sentence_outcome": "Immediate custody",
                 "sentenced_count": 25},
            ]
        },
    )  # fmt: skip

    assert {row["breakdown_value"]: row["value"] for row in rows} == {
        "Fine": 75.0,
        "Immediate custody": 25.0,
    }


def test_a_hidden_count_of_disposals_is_suppressed(run_sql):
    period = {
        "area_code": "E23000023",
        "period_type": "quarter",
        "period_start_date": dt.date(2018, 1, 1),
        "period_end_date": dt.date(2018, 3, 31),
        "source_file": "disposals.csv",
    }
    rows = run_sql(
        f"{FOLDER}/out_of_court_disposal_issued_count.sql",
        {
            "core.out_of_court_disposal": [
                {**period, "disposal_type": "Caution", "disposal_count": 12},
                {**period, "disposal_type": "Penalty notice", "disposal_count": None},
            ]
        },
    )

    assert {row["breakdown_value"]: (row["value"], row["state"]) for row in rows} == {
        "Caution": (12, None),
        "Penalty notice": (None, "suppressed"),
    }


@pytest.mark.parametrize(("days", "state"), [(117.0, None), (None, "missing")])
def test_a_median_stands_without_numerator_or_denominator(run_sql, days, state):
    (row,) = run_sql(
        f"{FOLDER}/offence_to_completion_days.sql",
        {
            "core.court_timeliness": [
                {
                    "area_code": "E23000023",
                    "court_type": "all",
                    "period_type": "quarter",
                    "period_start_date": dt.date(2018, 1, 1),
                    "period_end_date": dt.date(2018, 3, 31),
                    "median_offence_to_completion_days": days,
                    "source_file": "timeliness.csv",
                }
            ]
        },
    )

    assert (row["breakdown_value"], row["numerator"], row["value"]) == (None, None, days)
    assert row["state"] == state


def test_the_caseload_is_the_publishers_total_and_its_types_stand_beside_it(run_sql):
    day = dt.date(2019, 6, 30)
    caseload = {
        "measure": "caseload",
        "area_code": "K04000001",
        "period_start_date": day,
        "period_end_date": day,
        "person_count_state": None,
        "source_file": "caseload.csv",
    }
    rows = run_sql(
        f"{FOLDER}/probation_caseload_count.sql",
        {
            "core.probation_supervision": [
                {**caseload, "supervision_type": "All supervisions", "is_all_supervision": True,
                 "person_count": 255},
                {**caseload, "supervision_type": "Community order", "is_all_supervision": False,
                 "person_count": 69},
                {**caseload, "measure": "starts", "supervision_type": "Community order",
                 "is_all_supervision": False, "person_count": 20},
            ]
        },
    )  # fmt: skip

    assert {row["breakdown_value"]: row["value"] for row in rows} == {
        None: 255,
        "Community order": 69,
    }
