"""One table of spellings: whichever publisher wrote a name, and however, it is the same area."""

import duckdb
import pytest

from tests.conftest import prepare, rows_of


@pytest.fixture(scope="module")
def spelled():
    """Map each kind of area and folded name to its code."""
    with duckdb.connect() as connection:
        prepare(connection, {})
        rows = rows_of(connection, "select * from core.area_spelling")
    return {(row["kind"], row["name_key"]): row["area_code"] for row in rows}


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("force", "cambridgeshireconstabulary", "E23000023"),
        ("force", "devonandcornwall", "E23000035"),
        ("prosecution area", "devonandcornwall", "E23000035"),
        ("prosecution area", "metropolitanandcity", "X23000010"),
        ("prosecution area", "national", "K04000001"),
        ("force", "metropolitanandcity", None),
        ("probation region", "yorkshireandhumber", "X24000003"),
        ("probation region", "kentsurreyandsussex", "X24000011"),
        ("force", "eastofengland", None),
    ],
)
def test_a_name_stands_for_one_area_of_its_kind(spelled, kind, name, code):
    assert spelled.get((kind, name)) == code


def test_every_force_is_a_prosecution_area_too(spelled):
    forces = {name for kind, name in spelled if kind == "force"}
    assert len(forces) > 100
    assert forces <= {name for kind, name in spelled if kind == "prosecution area"}
