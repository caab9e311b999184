"""Outlines of areas: the newest edition of each, and whole areas drawn as their districts."""

import datetime as dt

FIRST = [
    "assets/core/police_force.sql",
    "assets/core/district_lookup.sql",
    "assets/core/district.sql",
    "assets/core/area.sql",
]
CITY, FEN = "E07000178", "E07000179"  # two districts, a partnership each, of one force area
FORCE = "E23000029"


def lookup(code, csp, name):
    return {
        "file_period": dt.date(2021, 1, 1),
        "district_code": code,
        "district_name": name,
        "csp_code": csp,
        "csp_name": name,
        "force_code": FORCE,
        "source_file": "lad21.csv",
    }


LOOKUP = [lookup(CITY, "E22000315", "City"), lookup(FEN, "E22000316", "Fen")]


def boundary(code, left=0, edition=2021, **more):
    """A square of a kilometre whose west edge stands at `left`."""
    return {
        "area_code": code,
        "edition_year": edition,
        "outline": f"M{left},0l1000,0 0,1000 -1000,0z",
        "left_m": left,
        "top_m": 0,
        "right_m": left + 1000,
        "bottom_m": 1000,
        "label_x_m": left + 500,
        "label_y_m": 500,
        **more,
    }


def drawn(run_sql, *boundaries):
    tables = {"raw.area_district": LOOKUP, "raw.area_boundary": list(boundaries)}
    rows = run_sql("assets/core/area_boundary.sql", tables, first=FIRST)
    found = {row["area_code"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_newest_edition_of_a_boundary_is_drawn(run_sql):
    found = drawn(
        run_sql, boundary(CITY, 0, 2019), boundary(CITY, 7, 2021), boundary(CITY, 9, 2020)
    )

    assert (found[CITY]["edition_year"], found[CITY]["left_m"]) == (2021, 7)


def test_a_partnership_of_one_district_is_drawn_as_that_district(run_sql):
    found = drawn(run_sql, boundary(CITY))

    assert found["E22000315"]["outline"] == found[CITY]["outline"]
    assert (found["E22000315"]["drawn_from"], found[CITY]["drawn_from"]) == (
        "districts",
        "boundary",
    )
    assert (found["E22000315"]["area_type"], found[CITY]["area_type"]) == ("csp", "district")


def test_a_force_area_is_drawn_as_all_its_districts_together(run_sql):
    force = drawn(run_sql, boundary(CITY, 0), boundary(FEN, 1000, mended="self-intersection"))[
        FORCE
    ]

    assert (force["part_count"], force["left_m"], force["right_m"]) == (2, 0, 2000)
    assert force["outline"] == boundary(CITY, 0)["outline"] + boundary(FEN, 1000)["outline"]
    assert force["mended"] == "self-intersection"


def test_a_force_area_with_a_district_missing_is_not_drawn(run_sql):
    assert FORCE not in drawn(run_sql, boundary(CITY))


def test_a_boundary_of_its_own_wins_over_the_districts(run_sql):
    found = drawn(run_sql, boundary(CITY, 0), boundary(FEN, 1000), boundary(FORCE, 5, 2018))

    assert (found[FORCE]["drawn_from"], found[FORCE]["left_m"]) == ("boundary", 5)


def test_an_area_that_no_lookup_knows_is_left_out(run_sql):
    assert drawn(run_sql, boundary("S12000033")) == {}
