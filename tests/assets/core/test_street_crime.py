"""Where a crime is counted: the force by its name, the place by code, then by name, or apart."""

import datetime as dt

import pytest

QUERY = "assets/core/street_crime.sql"
FIRST = [
    f"assets/core/{name}.sql"
    for name in (
        "police_force",
        "crime_type",
        "district_lookup",
        "district",
        "lsoa",
        "district_name",
    )
]
OCTOBER = dt.date(2018, 10, 1)
CAMBRIDGE = {
    "district_code": "E07000008",
    "district_name": "Cambridge",
    "csp_code": "E22000013",
    "csp_name": "Cambridge",
    "force_code": "E23000023",
}
BEDFORD = {
    "district_code": "E06000055",
    "district_name": "Bedford",
    "csp_code": "E22000009",
    "csp_name": "Bedford",
    "force_code": "E23000026",
}
EAST_SUFFOLK = {
    "district_code": "E07000244",
    "district_name": "East Suffolk",
    "force_code": "E23000025",
}
WAVENEY = {**EAST_SUFFOLK, "csp_code": "E22000278", "csp_name": "Waveney"}
COASTAL = {**EAST_SUFFOLK, "csp_code": "E22000274", "csp_name": "Suffolk Coastal"}
LOOKUPS = {
    "raw.area_district": [CAMBRIDGE, BEDFORD, WAVENEY, COASTAL],
    "raw.area_lsoa": [
        {"lsoa_code": "E01017943", "lsoa_name": "Cambridge 001A", "district_code": "E07000008"},
        {"lsoa_code": "E01030188", "lsoa_name": "Waveney 001A", "district_code": "E07000244"},
    ],
}


def place(run_sql, name, code, force="Cambridgeshire Constabulary", **more):
    crime = {
        "month_start_date": OCTOBER,
        "falls_within": force,
        "lsoa_code": code,
        "lsoa_name": name,
        "crime_type": "Burglary",
        "source_file": "street.csv",
        **more,
    }
    (row,) = run_sql(QUERY, {**LOOKUPS, "raw.police_uk_street": [crime]}, first=FIRST)
    return row["force_code"], row["csp_code"], row["place_match"]


@pytest.mark.parametrize(
    ("name", "code", "csp", "match"),
    [
        ("Cambridge 001A", "E01017943", "E22000013", "lsoa_code"),
        # A 2021 area that the 2011 lookup does not hold is placed by its name.
        ("Cambridge 014G", "E01035605", "E22000013", "lsoa_name"),
        ("Bedford 003A", "E01017478", "X98000023", "outside"),
        ("Atlantis 003A", "E01099999", "X99000023", "unmatched"),
        (None, None, "X99000023", "unknown"),
    ],
)
def test_a_place_is_found_by_code_then_by_name_and_never_dropped(run_sql, name, code, csp, match):
    assert place(run_sql, name, code) == ("E23000023", csp, match)


@pytest.mark.parametrize("code", ["E01030188", "E01035999"])
def test_in_a_district_of_several_partnerships_the_name_of_the_small_area_decides(run_sql, code):
    name = "Waveney 001A"

    assert place(run_sql, name, code, "Suffolk Constabulary")[:2] == ("E23000025", "E22000278")


@pytest.mark.parametrize(
    ("force", "code", "unknown"),
    [
        ("British Transport Police", "X23000001", "X99230001"),
        ("Police Service of Northern Ireland", "X23000002", "X99230002"),
        ("North Wales Police", "W15000001", "X99150001"),
        ("Metropolitan Police Service", "E23000001", "X99000001"),
        ("Ruritanian Guard", "X99000000", "X99000000"),
    ],
)
def test_every_force_has_its_own_area_for_crime_without_a_place(run_sql, force, code, unknown):
    assert place(run_sql, None, None, force) == (code, unknown, "unknown")


def test_without_any_lookup_every_row_is_still_there(run_sql):
    crime = {
        "month_start_date": OCTOBER,
        "falls_within": "Kent Police",
        "lsoa_name": "Ashford 001A",
    }
    tables = {"raw.area_district": [], "raw.area_lsoa": [], "raw.police_uk_street": [crime, crime]}

    rows = run_sql(QUERY, tables, first=FIRST)

    assert [row["csp_code"] for row in rows] == ["X99000032", "X99000032"]
