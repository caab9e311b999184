"""Regions and nations are sums of all their police force areas, or nothing."""

import datetime as dt

import duckdb
import pytest

from pipelines.catalogue.metric_shape import METRIC_COLUMNS
from pipelines.figures.rollup import roll_up
from tests.pipelines.figures.test_rollup import measure

AREAS = """
    ('E23000024', 'Norfolk', 'force', 'E12000006'),
    ('E23000025', 'Suffolk', 'force', 'E12000006'),
    ('W15000001', 'North Wales', 'force', 'W92000004'),
    ('X23000001', 'British Transport Police', 'national_force', null),
    ('E12000006', 'East of England', 'region', 'E92000001'),
    ('E92000001', 'England', 'country', 'K04000001'),
    ('W92000004', 'Wales', 'country', 'K04000001'),
    ('K04000001', 'England and Wales', 'country', null)
"""


@pytest.fixture
def rates():
    """Roll January's (area, numerator, denominator) up; return what each larger area says."""

    def rates(*rows, area_roll_up=True):
        with duckdb.connect() as connection:
            connection.execute("create schema metrics")
            connection.execute(
                "create temp table out_area as select *, null::date as valid_from from "
                f"(values {AREAS}) as a (area_code, area_name, area_type, parent_code)"
            )
            columns = ", ".join(f"{name} {kind}" for name, kind in METRIC_COLUMNS.items())
            connection.execute(f"create table metrics.m ({columns})")
            for area, numerator, denominator in rows:
                connection.execute(
                    "insert into metrics.m by name select ? as area_code, 'month' as period_type, "
                    "? as period_start_date, ? as period_end_date, ? as numerator, "
                    "? as denominator",
                    [area, dt.date(2019, 1, 1), dt.date(2019, 1, 31), numerator, denominator],
                )
            roll_up(connection, [measure(area_roll_up=area_roll_up)])
            return {
                area: (value, state, reason)
                for area, value, state, reason in connection.execute(
                    "select area_code, value, state, reason from observed"
                ).fetchall()
            }

    return rates


def test_a_region_s_rate_is_of_the_sums_of_its_forces(rates):
    # 10 of 100 and 30 of 60: 40 of 160 is 25 %, the average of the rates would be 30 %.
    found = rates(("E23000024", 10, 100), ("E23000025", 30, 60), ("W15000001", 1, 40))
    assert found["E12000006"] == (25, "final", None)
    assert found["E92000001"] == (25, "final", None)
    assert found["K04000001"] == (20.5, "final", None)  # 41 of 200
    assert "W92000004" not in found, "a nation of one force is that force"


def test_a_nation_without_one_of_its_forces_has_no_figure_and_names_the_absent(rates):
    found = rates(("E23000024", 10, 100), ("W15000001", 1, 40))
    assert found["K04000001"] == (
        None,
        "missing",
        "2 of 3 police force areas are present; absent: Suffolk",
    )


def test_a_national_force_is_no_part_of_a_region_or_nation(rates):
    found = rates(("E23000024", 10, 100), ("E23000025", 30, 60), ("X23000001", 9, 9))
    assert found["E92000001"][0] == 25


def test_what_the_publisher_says_of_a_nation_stands(rates):
    found = rates(("E23000024", 10, 100), ("E23000025", 30, 60), ("E12000006", 41, 160))
    assert found["E12000006"][0] == 25.625


def test_a_measure_that_does_not_ask_is_left_to_its_own_areas(rates):
    found = rates(("E23000024", 10, 100), ("E23000025", 30, 60), area_roll_up=False)
    assert set(found) == {"E23000024", "E23000025"}
