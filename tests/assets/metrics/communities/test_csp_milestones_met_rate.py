"""Milestones met on time: a late one is not met, one still to come is not yet due."""

import datetime as dt

QUERY = "assets/metrics/communities/csp_milestones_met_rate.sql"


def milestone(csp_code, due, *, met, is_due=True, returned=dt.date(2019, 11, 30)):
    return {
        "csp_code": csp_code,
        "force_code": "E23000023",
        "due_date": due,
        "return_date": returned,
        "is_due": is_due,
        "is_met_on_time": met,
        "source_file": "csp_delivery.csv",
    }


def test_partnerships_and_their_force_count_the_milestones_that_fell_due(run_sql):
    rows = run_sql(
        QUERY,
        {
            "core.csp_milestone": [
                milestone("E22000013", dt.date(2019, 8, 30), met=True),
                milestone("E22000013", dt.date(2019, 9, 30), met=False),
                milestone("E22000017", dt.date(2019, 7, 31), met=True),
                milestone("E22000017", dt.date(2020, 3, 31), met=False, is_due=False),
            ]
        },
    )

    # Cambridge met one of two, Peterborough one of one; its review of March is not yet due.
    assert {row["area_code"]: (row["numerator"], row["denominator"]) for row in rows} == {
        "E23000023": (2, 3),
        "E22000013": (1, 2),
        "E22000017": (1, 1),
    }
    assert {row["state"] for row in rows} == {None}


def test_a_quarter_that_was_not_over_when_the_return_was_made_is_provisional(run_sql):
    rows = run_sql(
        QUERY, {"core.csp_milestone": [milestone("E22000013", dt.date(2019, 11, 15), met=True)]}
    )

    assert {(row["state"], row["reason"]) for row in rows} == {
        ("provisional", "the newest return is of 30 November 2019")
    }
