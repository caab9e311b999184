"""People whom the hub supported, and how many of those with both scores improved."""

import datetime as dt

import pytest

SUPPORTED = "assets/metrics/victims/victims_supported_count.sql"
IMPROVED = "assets/metrics/victims/cope_and_recover_improvement_rate.sql"


def hub(csp_code, assessed):
    return {
        "quarter_start_date": dt.date(2019, 7, 1),
        "quarter_end_date": dt.date(2019, 9, 30),
        "force_code": "E23000023",
        "csp_code": csp_code,
        "referral_count": 500,
        "self_referral_count": 60,
        "needs_assessment_count": assessed,
        "source_file": "hub_people_2019-07.csv",
    }


def test_a_force_has_all_its_partnerships_people_and_those_placed_nowhere(run_sql):
    rows = run_sql(
        SUPPORTED,
        {"core.victim_hub": [hub("E22000013", 300), hub("E22000017", 420), hub("X99000023", 9)]},
    )

    # The force: 300 + 420 + 9. People who came by themselves are in none of the figures.
    assert {row["area_code"]: row["value"] for row in rows} == {
        "E23000023": 729,
        "E22000013": 300,
        "E22000017": 420,
    }


def outcome(service, domain, ended, both, improved):
    return {
        "force_code": "E23000023",
        "half_year_start_date": dt.date(2019, 4, 1),
        "half_year_end_date": dt.date(2019, 9, 30),
        "service": service,
        "outcome_domain": domain,
        "ended_count": ended,
        "both_scores_count": both,
        "improved_count": improved,
        "source_file": "hub_outcomes_2019-04.csv",
    }


def test_a_person_who_improved_on_two_outcomes_is_counted_once_in_the_total(run_sql):
    rows = run_sql(
        IMPROVED,
        {
            "core.victim_outcome": [
                outcome("Advice", "any domain", 100, 60, 48),
                outcome("Advice", "better able to cope", 100, 60, 40),
                outcome("Advice", "increased feelings of safety", 100, 60, 35),
                outcome("Counselling", "any domain", 40, 20, 10),
            ]
        },
    )

    found = {row["breakdown_value"]: (row["numerator"], row["denominator"]) for row in rows}
    assert found == {
        None: (58, 80),  # 48 + 10 of 60 + 20, not 40 + 35 + 10
        "better able to cope": (40, 60),
        "increased feelings of safety": (35, 60),
        "both scores, of all whose support ended": (80, 140),
    }
    assert next(row for row in rows if row["breakdown_value"] is None)["value"] == pytest.approx(
        72.5
    )


def test_where_no_one_has_both_scores_there_is_no_rate(run_sql):
    rows = run_sql(IMPROVED, {"core.victim_outcome": [outcome("Advice", "any domain", 12, 0, 0)]})

    found = {row["breakdown_value"]: (row["value"], row["state"]) for row in rows}
    assert found[None] == (None, "not_applicable")
    assert found["both scores, of all whose support ended"] == (0, None)
