"""Victims' returns in core: places that are not known, answers that are none, names in one form."""

import datetime as dt

FORCES = "assets/core/police_force.sql"


def test_people_of_no_known_partnership_stay_with_their_force(run_sql):
    people = {
        "quarter_start_date": dt.date(2019, 7, 1),
        "area_code": "E23000023",
        "csp_code": None,
        "referral_count": 20,
        "self_referral_count": 2,
        "needs_assessment_count": 14,
    }

    (row,) = run_sql(
        "assets/core/victim_hub.sql", {"raw.victim_hub_people": [people]}, first=[FORCES]
    )

    assert (row["force_code"], row["csp_code"]) == ("E23000023", "X99000023")
    assert row["quarter_end_date"] == dt.date(2019, 9, 30)


def test_the_domains_of_a_service_have_one_spelling(run_sql):
    row = {
        "half_year_start_date": dt.date(2019, 4, 1),
        "area_code": "E23000023",
        "service": " Advice ",
        "outcome_domain": "Any Domain ",
        "ended_count": 100,
        "both_scores_count": 60,
        "improved_count": 48,
    }

    (found,) = run_sql("assets/core/victim_outcome.sql", {"raw.victim_hub_outcome": [row]})

    assert (found["service"], found["outcome_domain"]) == ("Advice", "any domain")
    assert found["half_year_end_date"] == dt.date(2019, 9, 30)


def test_an_answer_of_do_not_know_is_an_answer_but_not_a_valid_one(run_sql):
    answers = ["completely satisfied", "fairly dissatisfied", "do not know", None]
    rows = [
        {
            "response_id": f"S{number}",
            "area_code": "E23000023",
            "quarter_start_date": dt.date(2019, 7, 1),
            "is_domestic_abuse": False,
            "satisfaction": answer,
            "source_row": number,
        }
        for number, answer in enumerate(answers)
    ]

    found = run_sql("assets/core/victim_survey_response.sql", {"raw.victim_survey": rows})

    assert sorted((row["has_answered"], row["is_valid"], row["is_satisfied"]) for row in found) == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]
    assert "response_id" not in found[0]


def test_a_period_of_restorative_justice_is_counted_in_months(run_sql):
    row = {
        "area_code": "E23000023",
        "period_start_date": dt.date(2019, 4, 1),
        "period_end_date": dt.date(2019, 9, 30),
        "offence_group": "Theft",
        "referral_count": 32,
        "informed_count": 23,
        "conference_count": 5,
    }

    (found,) = run_sql("assets/core/restorative_justice.sql", {"raw.restorative_justice": [row]})

    assert found["month_count"] == 6
