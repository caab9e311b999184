"""Small counts of people and what would give them away, on tables small enough to subtract by eye."""

import datetime as dt

import duckdb
import pytest

from pipelines.figures.disclosure import hide_small_figures

FORCE, EAST, WEST, NORTH = "E23000023", "E22000048", "E22000049", "E22000050"
QUARTER = ("quarter", dt.date(2019, 1, 1), dt.date(2019, 3, 31))


@pytest.fixture
def hidden():
    """Hide among (area, part, period, n, d) rows of one measure; return the keys that are hidden."""

    def hidden(rows, *, disclosure="people", unit="count", frequency="quarter", by_sum=True):
        with duckdb.connect() as connection:
            connection.execute(
                "create table out_metric as select 'm' as metric_id, ? as disclosure", [disclosure]
            )
            connection.execute(
                "create table metric_rule as select 'm' as metric_id, ? as total_by_sum, "
                "? as frequency, ? as unit",
                [by_sum, frequency, unit],
            )
            connection.execute(
                "create table out_area (area_code varchar, parent_code varchar, valid_from date)"
            )
            for area in (EAST, WEST, NORTH):
                connection.execute("insert into out_area values (?, ?, null)", [area, FORCE])
            connection.execute(
                "create table out_observation (metric_id varchar, area_code varchar, "
                "breakdown_value varchar, period_type varchar, period_start_date date, "
                "period_end_date date, numerator double, denominator double, value double)"
            )
            for area, part, period, n, d in rows:
                connection.execute(
                    "insert into out_observation values ('m', ?, ?, ?, ?, ?, ?, ?, ?)",
                    [area, part, *period, n, d, n if d is None else n / d],
                )
            count = hide_small_figures(connection)
            found = connection.execute(
                "select area_code, breakdown_value, period_type, period_end_date from hidden_figure"
            ).fetchall()
            assert len(found) == count
            return set(found)

    return hidden


def key(area, part=None, period=QUARTER):
    return (area, part, period[0], period[2])


def test_a_count_of_one_to_four_people_is_hidden_and_nought_and_five_are_not(hidden):
    rows = [(EAST, None, QUARTER, 4, None), (WEST, None, QUARTER, 5, None)]
    assert hidden([*rows, (NORTH, None, QUARTER, 0, None)]) == {key(EAST)}


def test_a_measure_that_counts_no_people_hides_nothing(hidden):
    assert hidden([(EAST, None, QUARTER, 4, None)], disclosure="none") == set()


def test_a_percentage_of_few_people_or_of_all_but_a_few_is_hidden(hidden):
    rows = [
        (FORCE, None, QUARTER, 23, 32),  # 9 were not: neither side is small
        (EAST, None, QUARTER, 2, 30),  # 2 were
        (WEST, None, QUARTER, 29, 30),  # 1 was not
    ]
    assert hidden(rows, unit="percent") == {key(EAST), key(WEST)}


def test_one_hidden_part_takes_the_next_smallest_with_it_or_the_total_would_give_it_away(hidden):
    # 30 = 3 + 10 + 17: with only the 3 hidden, 30 - 10 - 17 gives it.
    rows = [
        (FORCE, None, QUARTER, 30, None),
        (FORCE, "custody", QUARTER, 3, None),
        (FORCE, "community", QUARTER, 10, None),
        (FORCE, "caution", QUARTER, 17, None),
    ]
    assert hidden(rows) == {key(FORCE, "custody"), key(FORCE, "community")}


def test_two_hidden_parts_protect_each_other(hidden):
    rows = [
        (FORCE, None, QUARTER, 30, None),
        (FORCE, "custody", QUARTER, 3, None),
        (FORCE, "community", QUARTER, 4, None),
        (FORCE, "caution", QUARTER, 23, None),
    ]
    assert hidden(rows) == {key(FORCE, "custody"), key(FORCE, "community")}


def test_a_hidden_district_takes_the_smallest_of_its_neighbours_with_it(hidden):
    rows = [
        (FORCE, None, QUARTER, 62, None),
        (EAST, None, QUARTER, 2, None),
        (WEST, None, QUARTER, 20, None),
        (NORTH, None, QUARTER, 40, None),
    ]
    assert hidden(rows) == {key(EAST), key(WEST)}


def test_a_year_with_one_hidden_quarter_is_hidden_and_a_year_with_two_is_not(hidden):
    year = ("financial_year", dt.date(2018, 4, 1), dt.date(2019, 3, 31))
    before = ("quarter", dt.date(2018, 10, 1), dt.date(2018, 12, 31))
    one = [(FORCE, None, before, 20, None), (FORCE, None, QUARTER, 3, None)]
    assert hidden([*one, (FORCE, None, year, 40, None)]) == {key(FORCE), key(FORCE, None, year)}
    two = [(FORCE, None, before, 2, None), (FORCE, None, QUARTER, 3, None)]
    assert hidden([*two, (FORCE, None, year, 40, None)]) == {key(FORCE), key(FORCE, None, before)}


def test_every_sliding_year_with_a_hidden_quarter_is_hidden(hidden):
    sliding = ("year_ending", dt.date(2018, 4, 1), dt.date(2019, 3, 31))
    before = ("quarter", dt.date(2018, 10, 1), dt.date(2018, 12, 31))
    rows = [(FORCE, None, before, 2, None), (FORCE, None, QUARTER, 3, None)]
    found = hidden([*rows, (FORCE, None, sliding, 40, None)])
    assert key(FORCE, None, sliding) in found
