"""Proven reoffending: two measures, two lengths of cohort, and three counts of people and acts."""

import datetime as dt

QUERY = "assets/core/reoffending_cohort.sql"


def figure(rate, value, *, measure="old", unit="annual", group="Adult"):
    return {
        "measure": measure,
        "temporal_unit": unit,
        "cohort_start": dt.date(2013, 4, 1),
        "offender_group": group,
        "rate": rate,
        "value": value,
    }


def built(run_sql, national=(), areas=(), sentences=()):
    return run_sql(
        QUERY,
        {
            "raw.proven_reoffending": list(national),
            "raw.proven_reoffending_by_area": list(areas),
            "raw.proven_reoffending_by_sentence": list(sentences),
        },
    )


def test_counts_are_told_from_rates_that_share_their_column(run_sql):
    (row,) = built(
        run_sql,
        [
            figure("cohort", 1000.0),
            figure("reoffenders", 250.0),
            figure("reoffences", 800.0),
            figure("binary", 25.0),
            figure("frequency", 3.2),
        ],
    )

    assert (row["offender_count"], row["reoffender_count"], row["reoffence_count"]) == (
        1000,
        250,
        800,
    )
    assert (row["cohort_start_date"], row["cohort_end_date"]) == (
        dt.date(2013, 4, 1),
        dt.date(2014, 3, 31),
    )


def test_old_and_new_measure_and_both_lengths_of_cohort_stay_apart(run_sql):
    rows = built(
        run_sql,
        [
            figure("cohort", 1.0),
            figure("cohort", 2.0, measure="new"),
            figure("cohort", 3.0, measure="new", unit="3-monthly"),
        ],
    )

    assert {
        (row["measure"], row["cohort_length"], row["cohort_end_date"], row["offender_count"])
        for row in rows
    } == {
        ("old", "year", dt.date(2014, 3, 31), 1),
        ("new", "year", dt.date(2014, 3, 31), 2),
        ("new", "quarter", dt.date(2013, 6, 30), 3),
    }


def test_a_cohort_that_was_never_measured_stays_as_missing(run_sql):
    (row,) = built(run_sql, [figure("cohort", None), figure("reoffenders", None)])

    assert row["offender_count"] is None


def area(offenders, reoffenders, reoffences):
    return {
        "area_code": "E10000003",
        "area_name": "Cambridgeshire",
        "offender_count": offenders,
        "reoffender_count": reoffenders,
        "reoffence_count": reoffences,
        "period": "October 2016 to September 2017",
        "offender_group": "All offenders",
    }


def test_a_local_authority_row_is_dated_by_the_title_of_its_table(run_sql):
    (row,) = built(run_sql, areas=[area("2,500", "640", "2541")])

    assert (row["cohort_start_date"], row["cohort_end_date"]) == (
        dt.date(2016, 10, 1),
        dt.date(2017, 9, 30),
    )
    assert (row["offender_group"], row["offender_count"]) == ("all", 2500)


def test_a_suppressed_figure_is_not_a_missing_one(run_sql):
    rows = built(run_sql, areas=[area("30", "*", "*"), area("30", "..", "..")])

    assert [row["is_suppressed"] for row in rows] == [True, False]


def test_three_months_of_a_workbook_are_a_cohort_of_a_quarter(run_sql):
    quarter = area("600", "150", "600") | {"period": "October 2016 to December 2016"}

    (row,) = built(run_sql, areas=[quarter])

    assert (row["cohort_length"], row["cohort_end_date"]) == ("quarter", dt.date(2016, 12, 31))


def test_children_go_by_one_name_however_the_table_calls_them(run_sql):
    names = ("Juvenile offenders", "Children", "Young people who offend")
    rows = built(run_sql, areas=[area("30", "9", "20") | {"offender_group": n} for n in names])

    assert {row["offender_group"] for row in rows} == {"juvenile"}


def test_people_released_from_a_sentence_stand_apart_from_everyone(run_sql):
    (row,) = built(
        run_sql,
        sentences=[
            {
                "sentence_length": "Less than 12 months(3)",
                "offender_count": "11,000",
                "reoffender_count": "6,842",
                "reoffence_count": "35,000",
                "period": "July 2017 to September 2017",
                "offender_group": "Adult offenders",
            }
        ],
    )

    assert (row["area_code"], row["sentence_length"], row["offender_group"]) == (
        "K04000001",
        "less than 12 months",
        "adult",
    )
    assert (row["offender_count"], row["reoffender_count"]) == (11_000, 6_842)


def test_england_and_wales_in_a_table_by_area_is_not_counted_beside_the_national_file(run_sql):
    rows = built(
        run_sql,
        national=[figure("cohort", 1000.0, measure="new")],
        areas=[area("900", "300", "900") | {"area_code": "K04000001"}],
    )

    assert [(row["area_code"], row["offender_count"]) for row in rows] == [("K04000001", 1000)]
