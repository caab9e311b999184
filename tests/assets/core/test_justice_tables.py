"""Courts, probation and youth: areas found by name, periods dated, totals never counted twice."""

import datetime as dt

import pytest

FORCE = ("assets/core/police_force.sql",)


def test_outcomes_by_offence_lose_their_numbers_and_add_up_over_sex_and_offence(run_sql):
    row = {"year": 2018, "police_force_area": "12: Cambridgeshire", "offence_group": "03: Theft"}
    rows = run_sql(
        "assets/core/court_disposal.sql",
        {
            "raw.court_disposals_by_area": [
                {**row, "sex": "01: Male", "sentence_outcome": "03: Fine", "sentenced_count": 7},
                {**row, "sex": "02: Female", "sentence_outcome": "03: Fine", "sentenced_count": 2},
                {**row, "sentence_outcome": "06: Total Immediate Custody", "sentenced_count": 1},
                {**row, "police_force_area": "Not known", "sentence_outcome": "03: Fine",
                 "sentenced_count": 4},
            ]
        },
        first=FORCE,
    )  # fmt: skip

    assert {
        (row["area_code"], row["offence_group"], row["sentence_outcome"]): row["sentenced_count"]
        for row in rows
    } == {
        ("E23000023", "Theft", "Fine"): 9,
        ("E23000023", "Theft", "Immediate custody"): 1,
        ("X99000000", "Theft", "Fine"): 4,
    }


def disposal(count, **given):
    return {
        "year": 2018,
        "quarter": "2018 Q1",
        "police_force_area": "Devon & Cornwall",
        "disposal_type": "01: Caution",
        "disposal_count": count,
        **given,
    }


def test_a_year_that_came_whole_and_in_quarters_is_counted_once(run_sql):
    rows = run_sql(
        "assets/core/out_of_court_disposal.sql",
        {
            "raw.out_of_court_disposals": [
                disposal(5),
                disposal(21, quarter=None),
                disposal(30, year=2017, quarter=None),
            ]
        },
        first=FORCE,
    )

    assert {
        (row["period_type"], row["period_end_date"], row["disposal_count"]) for row in rows
    } == {
        ("quarter", dt.date(2018, 3, 31), 5),
        ("calendar_year", dt.date(2017, 12, 31), 30),
    }
    assert {row["area_code"] for row in rows} == {"E23000035"}


def test_a_hidden_part_hides_the_sum(run_sql):
    (row,) = run_sql(
        "assets/core/out_of_court_disposal.sql",
        {
            "raw.out_of_court_disposals": [
                disposal(5, sex="01: Male"),
                disposal(None, sex="02: Female"),
            ]
        },
        first=FORCE,
    )

    assert row["disposal_count"] is None


def time_row(**given):
    return {
        "year": 2010,
        "period": "2010 Q2 (Apr-Jun)",
        "court_type": "-",
        "national": "England and Wales",
        "region": "-",
        "lcjb_area": "-",
        "court_name": "-",
        "median_offence_to_completion_days": 117.0,
        **given,
    }


def test_rows_of_one_court_and_of_a_region_are_left_in_raw(run_sql):
    area = {"region": "South East", "lcjb_area": "Cambridgeshire"}
    rows = run_sql(
        "assets/core/court_timeliness.sql",
        {
            "raw.court_timeliness": [
                time_row(),
                time_row(region="South East"),
                time_row(**area, court_type="Crown Court"),
                time_row(**area, court_name="Peterborough"),
                time_row(**area, period="-"),
            ]
        },
        first=FORCE,
    )

    assert {
        (row["area_code"], row["court_type"], row["period_type"], row["period_end_date"])
        for row in rows
    } == {
        ("K04000001", "all", "quarter", dt.date(2010, 6, 30)),
        ("E23000023", "crown", "quarter", dt.date(2010, 6, 30)),
        ("E23000023", "all", "calendar_year", dt.date(2010, 12, 31)),
    }


def supervised(count, sex, **given):
    return {
        "probation_area": "Wales",
        "supervision_type": "Community order",
        "sex": sex,
        "caseload_date": dt.date(2019, 6, 30),
        "person_count": count,
        **given,
    }


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([supervised(10, "Female"), supervised(90, "Male")], 100),
        ([supervised(10, "Female"), supervised(90, "Male"), supervised(101, "All")], 101),
        (
            [supervised(None, "Female", person_count_state="suppressed"), supervised(90, "Male")],
            None,
        ),
    ],
)
def test_sexes_add_up_unless_the_publisher_adds_them_up_itself(run_sql, rows, total):
    (row,) = run_sql(
        "assets/core/probation_supervision.sql",
        {
            "raw.probation_caseload": rows,
            "raw.probation_starts": [],
            "raw.probation_requirements": [],
        },
    )

    assert (row["area_code"], row["person_count"]) == ("X24000004", total)


def test_starts_are_dated_by_their_quarter_and_requirements_stay_apart(run_sql):
    start = {"nps_region": "All", "supervision_type": "Community order", "sex": "Male",
             "quarter": "Apr-Jun 2019"}  # fmt: skip
    rows = run_sql(
        "assets/core/probation_supervision.sql",
        {
            "raw.probation_caseload": [],
            "raw.probation_starts": [{**start, "person_count": 900}],
            "raw.probation_requirements": [
                {**start, "person_count": 40, "requirement_type": "Mental health treatment"}
            ],
        },
    )

    assert {(row["measure"], row["requirement_type"], row["person_count"]) for row in rows} == {
        ("starts", None, 900),
        ("requirements", "Mental health treatment", 40),
    }
    assert {(row["period_start_date"], row["period_end_date"]) for row in rows} == {
        (dt.date(2019, 4, 1), dt.date(2019, 6, 30))
    }


def released(**given):
    return {
        "period": "Apr-Jun 2019",
        "region": "East of England",
        "delivery_unit": "All",
        "time_after_release": "First night",
        "settled_count": 60,
        "not_settled_count": 20,
        "homeless_count": 10,
        "unknown_count": 10,
        "release_count": 100,
        **given,
    }


def outcomes(run_sql, housed=(), worked=()):
    return run_sql(
        "assets/core/release_outcome.sql",
        {
            "raw.accommodation_on_release": list(housed),
            "raw.employment_after_release": list(worked),
        },
    )


def test_a_region_of_probation_is_not_the_region_of_that_name(run_sql):
    rows = outcomes(
        run_sql,
        [released(), released(delivery_unit="Cambridgeshire and Peterborough")],
    )

    assert {(row["area_kind"], row["area_code"], row["known_count"]) for row in rows} == {
        ("region", "X24000009", 90),
        ("delivery unit", "E23000023", 90),
    }


def test_a_hidden_status_hides_the_releases_whose_status_is_known(run_sql):
    (row,) = outcomes(run_sql, [released(homeless_count=None, homeless_count_state="suppressed")])

    assert (row["good_count"], row["known_count"], row["is_suppressed"]) == (60, None, True)


def test_a_financial_year_of_employment_is_dated_whole(run_sql):
    (row,) = outcomes(
        run_sql,
        worked=[
            {
                "period": "2018/19",
                "region": "Wales",
                "time_after_release": "At 6 weeks after release",
                "employed_count": 20,
                "not_employed_count": 60,
                "unknown_count": 20,
                "release_count": 100,
            }
        ],
    )

    assert (row["period_type"], row["time_after_release"]) == ("financial_year", "6 weeks")
    assert (row["period_start_date"], row["period_end_date"]) == (
        dt.date(2018, 4, 1),
        dt.date(2019, 3, 31),
    )


def entrants(measure, value, name="Cambridgeshire", kind="local authority", **given):
    return {
        "area_name": name,
        "area_kind": kind,
        "measure": measure,
        "year_ending": dt.date(2018, 12, 31),
        "value": value,
        **given,
    }


def first_time(run_sql, rows):
    return run_sql(
        "assets/core/first_time_entrant.sql",
        {
            "raw.first_time_entrants": rows,
            "core.area": [
                place("E10000003", "Cambridgeshire", "county"),
                place("E07000008", "Cambridge", "district"),
                place("E10000009", "Dorset", "county", valid_to=dt.date(2019, 3, 31)),
                place("E06000059", "Dorset", "district", valid_from=dt.date(2019, 4, 1)),
            ],
        },
        first=FORCE,
    )


def place(code, name, kind, valid_from=None, valid_to=None):
    return {
        "area_code": code,
        "area_name": name,
        "area_type": kind,
        "valid_from": valid_from,
        "valid_to": valid_to,
    }


def test_the_county_and_the_force_of_one_name_are_two_areas(run_sql):
    rows = first_time(
        run_sql,
        [entrants("number", 120.0), entrants("number", 208.0, kind="police force area")],
    )

    assert {row["area_code"]: row["entrant_count"] for row in rows} == {
        "E10000003": 120,
        "E23000023": 208,
    }


def test_an_area_is_the_one_that_stood_in_that_year(run_sql):
    later = dt.date(2019, 12, 31)
    rows = first_time(
        run_sql,
        [entrants("number", 50.0, "Dorset"), entrants("number", 60.0, "Dorset", year_ending=later)],
    )

    assert {(row["year_end_date"].year, row["area_code"]) for row in rows} == {
        (2018, "E10000009"),
        (2019, "E06000059"),
    }


def test_numbers_rates_and_children_of_an_area_stand_in_one_row(run_sql):
    (row,) = first_time(
        run_sql,
        [
            entrants("number", 120.0),
            entrants("population", 57600.0),
            entrants("rate per 100,000", 208.3),
        ],
    )

    assert (row["entrant_count"], row["child_population"], row["rate_per_100000"]) == (
        120,
        57600,
        208.3,
    )


def test_an_unknown_area_is_kept_without_a_figure(run_sql):
    (row,) = first_time(run_sql, [entrants("number", 9.0, "Atlantis")])

    assert (row["area_code"], row["entrant_count"]) == ("X99000000", None)


def test_only_the_indicator_of_all_people_after_prison_is_kept(run_sql):
    row = {
        "indicator_name": "C20 - Adults who engage in treatment following release from prison",
        "area_code": "E06000031",
        "time_period": "2018/19",
        "value_percent": 28.7,
    }
    rows = run_sql(
        "assets/core/drug_treatment_continuity.sql",
        {
            "raw.drug_treatment": [
                {**row, "sex": "Persons"},
                {**row, "sex": "Male", "value_percent": 1.0},
                {**row, "category": "Most deprived decile", "value_percent": 2.0},
                {**row, "indicator_name": "C19a - Completion of treatment", "value_percent": 3.0},
            ]
        },
    )

    assert [(row["value_percent"], row["period_end_date"]) for row in rows] == [
        (28.7, dt.date(2019, 3, 31))
    ]
