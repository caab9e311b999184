"""Promises of boundaries: a mended shape and a hole in a map are told, an outline without size refused."""

import importlib

import duckdb
import pytest

from pipelines.build.suite import run_suite


@pytest.fixture(scope="module")
def connection():
    """Two districts of Cambridgeshire and one of Norfolk, all of the newest edition."""
    with duckdb.connect() as connection:
        connection.execute("create schema core")
        connection.execute(
            "create table core.district as from (values "
            "('E07000008', 'E23000023', null::date, 2021), ('E07000010', 'E23000023', null, 2021), "
            "('E07000146', 'E23000024', null, 2021), ('E07000004', 'E23000023', null, 2019)) "
            "as t(district_code, force_code, valid_to, last_edition_year)"
        )
        yield connection


@pytest.fixture
def broken(connection):
    """Return a function that says which promises of a table hand-made rows break."""

    def broken(name, columns, *rows):
        values = ", ".join(map(repr, rows)).replace("None", "null")
        connection.execute(
            f"create or replace temp view checked as from (values {values}) as t({columns})"
        )
        suite = importlib.import_module(f"expectations.{name}").suite
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return {(result.severity, result.expectation) for result in results if not result.passed}

    return broken


RAW = "area_code, area_name, mended, source_file, left_m, top_m, right_m, bottom_m, label_x_m, label_y_m"


def raw(mended=None, right=10, label_x=5):
    return ("E07000008", "Cambridge", mended, "a.geojson", 0, 0, right, 10, label_x, 5)


def test_a_sound_boundary_keeps_every_promise(broken):
    assert broken("raw.area_boundary", RAW, raw(), (*raw()[:3], "b.geojson", *raw()[4:])) == set()


def test_a_mended_boundary_is_a_surprise(broken):
    other = ("E07000010", *raw()[1:])
    assert broken("raw.area_boundary", RAW, raw(mended="self-intersection"), other) == {
        ("warning", "every boundary was sound as it was delivered")
    }


@pytest.mark.parametrize("row", [raw(right=0, label_x=0), raw(label_x=11)])
def test_an_outline_without_size_or_with_its_label_outside_is_refused(broken, row):
    assert broken("raw.area_boundary", RAW, row) == {
        ("critical", "every outline has a width and a height, and its label lies in that box")
    }


def test_a_hole_in_the_map_of_a_force_area_is_a_surprise(broken):
    columns = "area_code, area_type, outline, drawn_from"
    city, fen = (
        (code, "district", "M0,0l1,0 0,1 -1,0z", "boundary") for code in ("E07000008", "E07000010")
    )

    assert broken("core.area_boundary", columns, city, fen) == set()
    assert broken("core.area_boundary", columns, city) == {
        ("warning", "where one district of a force area has an outline, all of them have")
    }
