"""Children: entrants per 100,000 of their age, and reoffending with the size of the cohort."""

import datetime as dt

import pytest

ENTRANTS = "assets/metrics/offenders/youth_first_time_entrant_rate.sql"
REOFFENDING = "assets/metrics/offenders/youth_proven_reoffending_rate.sql"
SHORT = "assets/metrics/offenders/proven_reoffending_rate_short_custody.sql"
FIGURES = ("assets/core/reoffending_figure.sql",)


def year(**given):
    return {
        "area_code": "E10000003",
        "year_start_date": dt.date(2018, 1, 1),
        "year_end_date": dt.date(2018, 12, 31),
        "entrant_count": 120,
        "entrant_count_state": None,
        "child_population": 57_600,
        "rate_per_100000": None,
        "source_file": "ch2.xlsx",
        **given,
    }


def test_entrants_are_counted_per_100_000_children_of_that_age(run_sql):
    (row,) = run_sql(ENTRANTS, {"core.first_time_entrant": [year()]})

    # 120 / 57,600 x 100,000 = 208.33
    assert (row["numerator"], row["denominator"]) == (120, 57_600)
    assert row["value"] == pytest.approx(208.3333, abs=0.001)


@pytest.mark.parametrize(
    ("given", "value", "state"),
    [
        ({"child_population": None, "rate_per_100000": 210.0}, 210.0, None),
        ({"child_population": None}, None, "missing"),
        ({"entrant_count": None, "entrant_count_state": "suppressed"}, None, "suppressed"),
    ],
)
def test_without_the_children_of_that_age_the_published_rate_stands(run_sql, given, value, state):
    (row,) = run_sql(ENTRANTS, {"core.first_time_entrant": [year(**given)]})

    assert (row["value"], row["state"]) == (value, state)


def test_a_population_alone_is_no_year_of_entrants(run_sql):
    assert run_sql(ENTRANTS, {"core.first_time_entrant": [year(entrant_count=None)]}) == []


def cohort(offenders, reoffenders, **given):
    return {
        "area_code": "K04000001",
        "measure": "new",
        "cohort_length": "quarter",
        "offender_group": "juvenile",
        "sentence_length": None,
        "cohort_start_date": dt.date(2017, 7, 1),
        "cohort_end_date": dt.date(2017, 9, 30),
        "offender_count": offenders,
        "reoffender_count": reoffenders,
        "reoffence_count": None,
        "is_suppressed": False,
        "source_file": "proven_reoffending_data.csv",
        **given,
    }


def test_only_children_of_the_new_measure_are_in_the_youth_rate(run_sql):
    (row,) = run_sql(
        REOFFENDING,
        {
            "core.reoffending_cohort": [
                cohort(2500, 1000),
                cohort(2100, 700, measure="old"),
                cohort(100_000, 28_000, offender_group="adult"),
            ]
        },
        first=FIGURES,
    )

    assert (row["numerator"], row["denominator"], row["value"]) == (1000, 2500, 40.0)
    assert row["period_type"] == "cohort_quarter"


def released(length, offenders, reoffenders):
    return cohort(offenders, reoffenders, offender_group="adult", sentence_length=length)


def test_short_sentences_are_the_publishers_own_row_where_there_is_one(run_sql):
    rows = [
        released("less than 12 months", 11_000, 6_842),
        released("less than or equal to 6 months", 9_400, 6_016),
        released("12 months to less than 2 years", 2_300, 850),
    ]

    (row,) = run_sql(SHORT, {"core.reoffending_cohort": rows}, first=FIGURES)
    assert (row["numerator"], row["denominator"]) == (6_842, 11_000)
    assert row["value"] == pytest.approx(62.2)


def test_short_sentences_are_else_the_sum_of_both_bands_and_never_of_one(run_sql):
    bands = [
        released("less than or equal to 6 months", 9_400, 6_016),
        released("more than 6 months to less than 12 months", 1_600, 826),
    ]

    (row,) = run_sql(SHORT, {"core.reoffending_cohort": bands}, first=FIGURES)
    assert (row["numerator"], row["denominator"]) == (6_842, 11_000)
    assert run_sql(SHORT, {"core.reoffending_cohort": bands[:1]}, first=FIGURES) == []
