"""Area and population lookups of any year: editions, headers, delimiters, stray spaces."""

import datetime as dt
import json
import re

import pytest
import shapely

from assets.raw.area import FEED as AREA
from assets.raw.area import edition_in_path
from assets.raw.population import FEED as POPULATION
from assets.raw.population import mid_year_in_path


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("area/geography/lsoa11_wd19_lad19.csv", 2019),
        ("area/lad_to_csp_to_pfa_2021.csv", 2021),
        ("area/LSOA_(2021)_to_Ward_to_LAD_(May_2022)_Lookup_for_England_and_Wales.csv", 2022),
        ("area/LSOA11_WD23_LTLA_23.csv", 2023),
        ("area/2020/lookup.csv", 2020),
    ],
)
def test_the_edition_is_the_year_of_the_districts(path, year):
    assert edition_in_path(path) == dt.date(year, 1, 1)


def test_a_lookup_that_names_no_year_has_no_edition():
    assert edition_in_path("area/lookup.csv") is None


def test_a_population_file_is_of_the_last_year_in_its_name():
    assert mid_year_in_path("population/2025/pfa23_population_2024.csv") == dt.date(2024, 6, 30)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("LAD19CD,LAD19NM,CSP19CD,CSP19NM,PFA19CD,PFA19NM", ","),
        ("lad-code;lad-name;csp-code;csp-name;PFA21CD;PFA21NM", ";"),
        ("FID,LAD23CD,LAD23NM,CSP23CD,CSP23NM,PFA23CD,PFA23NM", ","),
    ],
)
def test_district_lookups_of_any_year_and_delimiter_bind(load_feed, tmp_path, header, delimiter):
    path = tmp_path / "lad_2021.csv"
    cells = ["E07000008", "Cambridge", "E22000013", "Cambridge", "E23000023", "Cambridgeshire"]
    cells = ["1", *cells] if header.startswith("FID") else cells
    path.write_text(f"{header}\n{delimiter.join(cells)}\n")

    (row,) = load_feed(AREA, {"lad_2021.csv": path}).rows("from raw.area_district")

    assert (row["district_code"], row["force_code"]) == ("E07000008", "E23000023")


@pytest.mark.parametrize("vintage", ["11", "21"])
def test_small_areas_of_either_census_bind(vintage):
    header = [f"LSOA{vintage}CD", f"LSOA{vintage}NM", "WD22CD", "WD22NM", "LAD22CD", "LAD22NM"]

    assert AREA.layouts[0].bind(header)[1] == []


def test_a_code_with_a_non_breaking_space_is_loaded(load_feed, tmp_path):
    path = tmp_path / "la_population.csv"
    path.write_text(
        "code,name,year,population\nE06000061\xa0,North Northamptonshire\xa0,2020,348221\n",
        encoding="utf-8",
    )

    (row,) = load_feed(POPULATION, {"la.csv": path}).rows("from raw.population_district")

    assert row["population"] == 348_221


SQUARE = [[0.0, 52.2], [0.1, 52.2], [0.1, 52.3], [0.0, 52.3], [0.0, 52.2]]


def first_ring(outline):
    """Follow an outline's first ring from point to point."""
    start, steps = re.match(r"M([-\d,]+)l([^z]+)z", outline).groups()
    found = [tuple(map(int, start.split(",")))]
    for step in steps.split():
        by = step.split(",")
        found.append((found[-1][0] + int(by[0]), found[-1][1] + int(by[1])))
    return found


def test_a_name_twice_in_a_file_is_loaded_once_and_the_repeat_rejected(load_feed, tmp_path):
    codes = [*(f"E0700000{n}" for n in range(9)), "E07000003"]
    path = tmp_path / "lad23.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"LAD23CD": code, "LAD23NM": "An area"},
         "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
        for code in codes
    ]}))  # fmt: skip

    loaded = load_feed(AREA, {"lad23.geojson": path})

    table, account = loaded.accounts["lad23.geojson"]
    assert (table, account.state, account.rows_loaded) == ("area_boundary", "partly_rejected", 9)
    assert account.rejects == [(10, "(the record)", "E07000003", "repeats the area_code of line 4")]


def test_the_published_boundaries_of_the_police_force_areas(load_feed, shared_data):
    name = "pfa_boundaries_buc.geojson"

    loaded = load_feed(AREA, {name: shared_data / "geography" / name})

    rows = loaded.rows("from raw.area_boundary")
    assert len(rows) == 43
    assert {(row["kind"], row["edition_year"]) for row in rows} == {("pfa", 2023)}
    (ours,) = [row for row in rows if row["area_code"] == "E23000023"]
    assert ours["area_name"] == "Cambridgeshire"
    # Known places: Peterborough's cathedral and Ely's lie inside, Norwich's does not.
    outline = shapely.Polygon(first_ring(ours["outline"]))
    inside = [outline.contains(shapely.Point(x, -y))
              for x, y in ((519_400, 298_650), (554_050, 280_250), (623_500, 308_900))]  # fmt: skip
    assert inside == [True, True, False]
