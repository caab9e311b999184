"""Outcomes of data.police.uk: what is positive, what is a charge, and what was never published."""

import datetime as dt

import pytest

FOLDER = "assets/metrics/offenders"
MONTHLY = ("assets/core/street_outcome_month.sql",)
POLICE = {
    "month_start_date": dt.date(2019, 10, 1),
    "force_code": "E23000023",
    "csp_code": "E22000013",
    "outcome_type": "Unable to prosecute suspect",
    "is_police_outcome": True,
    "is_court_result": False,
    "is_charged": False,
    "is_positive": False,
}
CHARGE = POLICE | {"outcome_type": "Suspect charged", "is_charged": True, "is_positive": True}
CAUTION = POLICE | {"outcome_type": "Offender given a caution", "is_positive": True}
PRISON = POLICE | {
    "outcome_type": "Offender sent to prison",
    "is_police_outcome": False,
    "is_court_result": True,
}


def force_rows(run_sql, metric, *rows, first=MONTHLY):
    found = run_sql(f"{FOLDER}/{metric}.sql", {"core.police_outcome": list(rows)}, first=first)
    return [row for row in found if row["area_code"] == "E23000023"]


@pytest.mark.parametrize(
    ("metric", "numerator"), [("positive_outcome_rate", 2), ("charged_outcome_rate", 1)]
)
def test_a_rate_is_over_police_outcomes_and_court_results_are_left_out(run_sql, metric, numerator):
    (row,) = force_rows(run_sql, metric, CHARGE, CAUTION, POLICE, POLICE, PRISON)

    assert (row["numerator"], row["denominator"]) == (numerator, 4)
    assert row["value"] == 100 * numerator / 4


@pytest.mark.parametrize("metric", ["positive_outcome_rate", "charged_outcome_rate"])
def test_a_month_with_court_results_alone_is_missing_and_not_nought(run_sql, metric):
    (row,) = force_rows(run_sql, metric, PRISON)

    assert (row["value"], row["state"]) == (None, "missing")


def counts(run_sql, *rows):
    found = force_rows(
        run_sql, "police_outcome_count", *rows, first=["assets/core/outcome_type.sql"]
    )
    return {row["breakdown_value"]: (row["value"], row["state"]) for row in found}


def test_the_total_is_of_police_outcomes_and_court_results_stand_beside_it(run_sql):
    found = counts(run_sql, CHARGE, POLICE, PRISON)

    assert found[None] == (2, None)
    assert found["Offender sent to prison"] == (1, None)
    assert found["Offender fined"] == (0, None)


def test_court_results_that_were_not_published_are_missing_and_not_nought(run_sql):
    found = counts(run_sql, CHARGE)

    assert found["Offender sent to prison"] == (None, "missing")
    assert found["Local resolution"] == (0, None)


def test_the_real_october_2019_gives_the_published_rates(load_feed, shared_data):
    from assets.raw.police_uk_outcomes import FEED

    path = shared_data / "police_uk/2019-10/2019-10-cambridgeshire-outcomes.csv"
    loaded = load_feed(FEED, {path.name: path}, {"raw.area_district": [], "raw.area_lsoa": []})
    core = ("police_force", "outcome_type", "district_lookup", "district", "lsoa", "district_name")
    loaded.build(*(f"assets/core/{name}.sql" for name in (*core, "police_outcome")), *MONTHLY)

    figures = {}
    for metric in ("positive_outcome_rate", "charged_outcome_rate"):
        for row in loaded.run(f"{FOLDER}/{metric}.sql"):
            if row["area_code"] == "E23000023":
                figures[metric] = (row["numerator"], row["denominator"], round(row["value"], 2))

    assert figures == {
        "positive_outcome_rate": (459, 6_024, 7.62),
        "charged_outcome_rate": (393, 6_024, 6.52),
    }
