"""Names of forces and areas are folded in one way, in SQL and in Python."""

import csv
import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.store.functions import define_functions, name_key
from tests.conftest import ROOT

SPELLINGS = {
    "police_force": "name",
    "prosecution_area": "prosecution_area_name",
    "probation_area": "name",
    "area": "area_name",
}


@pytest.fixture(scope="module")
def folded():
    """Fold names as a query does."""
    with duckdb.connect() as connection:
        define_functions(connection)
        define_functions(connection)  # a store that has them is opened again

        def folded(names):
            found = connection.execute("select list_transform(?, x -> name_key(x))", [names])
            return found.fetchone()[0]

        yield folded


def test_every_spelling_that_ships_is_folded_alike(folded):
    names = []
    for table, column in SPELLINGS.items():
        with (ROOT / "assets" / "reference" / f"{table}.csv").open(encoding="utf-8") as file:
            names += [row[column] for row in csv.DictReader(file)]
    assert folded(names) == [name_key(name) for name in names]
    assert folded(["Devon & Cornwall", "DEVON AND CORNWALL", "Dyfed-Powys"]) == [
        "devonandcornwall", "devonandcornwall", "dyfedpowys",
    ]  # fmt: skip


@given(st.text(st.sampled_from("abzABZ09 &-'.,()\u2019\u2013\u00e9\u00c9\u00a0\t"), max_size=20))
def test_whatever_is_typed_is_folded_alike(folded, name):
    assert folded([name]) == [name_key(name)]


def test_no_query_folds_a_name_by_itself():
    by_itself = re.compile(r"'&', *'and'|'\[\^a-z\]'")
    queries = sorted((ROOT / "assets").rglob("*.sql"))
    assert [path.name for path in queries if by_itself.search(path.read_text("utf-8"))] == []
