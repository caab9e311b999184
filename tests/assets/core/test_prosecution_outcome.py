"""Outcomes of prosecutions: areas by name, categories as rows, and a total that must add up."""

import datetime as dt

APRIL = dt.date(2014, 4, 1)
QUERY = "assets/core/prosecution_outcome.sql"
FORCES = "assets/core/police_force.sql"


def delivered(area, **counts):
    return {"area_name": area, "file_period": APRIL, **counts}


def outcomes(run_sql, *rows):
    return run_sql(QUERY, {"raw.cps_case_outcomes": list(rows)}, first=[FORCES])


def test_an_area_is_known_however_its_name_is_spelt(run_sql):
    names = [
        "GreaterManchester",
        "Dyfed Powys",
        "Devon and Cornwall",
        "CAMBRIDGESHIRE",
        "Metropolitan and City",
        "National",
    ]

    rows = outcomes(run_sql, *(delivered(name, burglary_convictions=1) for name in names))

    assert {row["area_code"] for row in rows} == {
        "E23000005",
        "W15000004",
        "E23000035",
        "E23000023",
        "X23000010",
        "K04000001",
    }


def test_an_area_of_no_known_name_is_kept_and_named(run_sql):
    rows = outcomes(
        run_sql,
        delivered("Camelot", burglary_convictions=2),
        delivered("Avalon", burglary_convictions=3),
    )

    (burglary,) = [row for row in rows if row["offence_category"] == "Burglary"]
    assert burglary["area_code"] == "X99000000"
    assert burglary["conviction_count"] == 2 + 3
    assert burglary["unknown_area_name"] == "Avalon, Camelot"


def test_each_category_is_a_row_and_admin_finalised_is_never_a_conviction(run_sql):
    rows = outcomes(
        run_sql,
        delivered(
            "Cambridgeshire",
            homicide_convictions=3,
            homicide_unsuccessful=1,
            admin_finalised_unsuccessful=9,
        ),
    )

    found = {
        row["offence_category"]: (row["conviction_count"], row["unsuccessful_count"])
        for row in rows
    }
    assert len(found) == 13
    assert found["Homicide"] == (3, 1)
    assert found["Admin finalised"] == (None, 9)
    assert {row["month_start_date"] for row in rows} == {APRIL}
