"""Reoffending: measures that count differently are never one line, and gaps say what they are."""

import datetime as dt

import pytest

RATE = "assets/metrics/offenders/proven_reoffending_rate.sql"
FREQUENCY = "assets/metrics/offenders/reoffences_per_reoffender.sql"
FIGURES = ("assets/core/reoffending_figure.sql",)


def cohort(offenders, reoffenders, reoffences, **given):
    return {
        "area_code": "K04000001",
        "measure": "old",
        "cohort_length": "year",
        "offender_group": "adult",
        "sentence_length": None,
        "cohort_start_date": dt.date(2013, 4, 1),
        "cohort_end_date": dt.date(2014, 3, 31),
        "offender_count": offenders,
        "reoffender_count": reoffenders,
        "reoffence_count": reoffences,
        "is_suppressed": False,
        "source_file": "proven_reoffending_data.csv",
        **given,
    }


def test_the_rate_is_of_offenders_and_the_frequency_is_of_reoffenders(run_sql):
    cohorts = {"core.reoffending_cohort": [cohort(1000, 250, 800)]}

    (rate,) = run_sql(RATE, cohorts, first=FIGURES)
    (frequency,) = run_sql(FREQUENCY, cohorts, first=FIGURES)

    assert (rate["numerator"], rate["denominator"], rate["value"]) == (250, 1000, 25.0)
    assert (frequency["numerator"], frequency["denominator"]) == (800, 250)
    assert frequency["value"] == pytest.approx(3.2)


def test_old_and_new_measure_and_both_lengths_of_cohort_are_different_lines(run_sql):
    rows = run_sql(
        RATE,
        {
            "core.reoffending_cohort": [
                cohort(1000, 250, 800),
                cohort(1100, 330, 900, measure="new"),
                cohort(300, 90, 250, measure="new", cohort_length="quarter"),
            ]
        },
        first=FIGURES,
    )

    assert {(row["breakdown_value"], row["period_type"]) for row in rows} == {
        ("adult, old measure", "cohort_year"),
        ("adult, new measure", "cohort_year"),
        ("adult, new measure", "cohort_quarter"),
    }


def test_a_local_authority_row_of_all_offenders_is_its_total(run_sql):
    county = cohort(2500, 640, 2541, area_code="E10000003", measure="new", offender_group="all")

    (row,) = run_sql(RATE, {"core.reoffending_cohort": [county]}, first=FIGURES)

    assert (row["area_code"], row["breakdown_value"]) == ("E10000003", None)


@pytest.mark.parametrize("query", [RATE, FREQUENCY])
def test_missing_suppressed_and_not_applicable_are_three_states(run_sql, query):
    rows = run_sql(
        query,
        {
            "core.reoffending_cohort": [
                cohort(None, None, None, offender_group="missing"),
                cohort(30, None, None, offender_group="suppressed", is_suppressed=True),
                cohort(0, 0, 0, offender_group="not_applicable"),
            ]
        },
        first=FIGURES,
    )

    assert len(rows) == 3
    for row in rows:
        assert row["breakdown_value"] == f"{row['state']}, old measure"
        assert row["value"] is None
        assert row["reason"]
