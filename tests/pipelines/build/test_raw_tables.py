"""A raw table is a view of the accepted deliveries, and is counted without opening them."""

import datetime as dt

import pytest

from pipelines.build.raw_tables import months, row_count, shown
from pipelines.store.warehouse import Warehouse


def delivery(*rows):
    return "Month,Force,Crimes\n" + "".join(f"{month}-01,{force},1\n" for month, force in rows)


@pytest.fixture
def office(office):
    """Two forces in one file; a later file replaces one force's January and adds a March."""
    ours, theirs = "E23000023", "E23000036"
    office.deliver(
        "crime/a.csv", delivery(("2019-01", ours), ("2019-01", theirs), ("2019-02", ours))
    )
    office.night()
    office.deliver("crime/b.csv", delivery(("2019-01", ours), ("2019-01", ours), ("2019-03", ours)))
    office.night()
    return office


@pytest.fixture
def raw(office):
    with Warehouse(office.site) as warehouse:
        yield warehouse, office.catalogue().tables["raw.crime"]


def test_the_count_from_the_ledger_is_the_count_of_the_view(raw):
    warehouse, table = raw
    assert row_count(warehouse, table) == 5
    assert warehouse.one("select count(*) from raw.crime") == (5,)


def test_each_row_comes_from_the_file_that_won_its_part(raw):
    warehouse, _ = raw
    assert warehouse.rows(
        "select strftime(month_start_date, '%Y-%m'), force_code, source_file, count(*) "
        "from raw.crime group by all order by all"
    ) == [
        ("2019-01", "E23000023", "crime/b.csv", 2),
        ("2019-01", "E23000036", "crime/a.csv", 1),
        ("2019-02", "E23000023", "crime/a.csv", 1),
        ("2019-03", "E23000023", "crime/b.csv", 1),
    ]


def test_each_month_has_a_fingerprint_of_what_fills_it(raw):
    warehouse, table = raw
    found = {f"{month:%Y-%m}": version for month, version in months(warehouse, table).items()}
    assert sorted(found) == ["2019-01", "2019-02", "2019-03"]
    assert len(set(found.values())) == 3


def test_the_deliveries_of_some_months_are_those_that_hold_them(raw):
    warehouse, table = raw
    assert len(shown(warehouse, table)) == 2
    assert len(shown(warehouse, table, {dt.date(2019, 3, 1)})) == 1
    assert shown(warehouse, table, {dt.date(2020, 1, 1)}) == []
