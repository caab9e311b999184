"""Nights cut off between two of their steps: no delivery is lost on its way."""

import errno

import pytest

from pipelines import effects
from pipelines.build import raw_tables
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from tests.pipelines.conftest import CORE, CRIME_COUNT


def delivery(*counts):
    lines = [f"2019-{n:02d}-01,E23000023,{count}" for n, count in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


@pytest.fixture
def office(office):
    """One feed and one core table; two months built."""
    office.core("crime", CORE)
    office.deliver("crime/a.csv", delivery(10, 20))
    office.night()
    return office


def cut_off_at_commit(office, number, monkeypatch):
    """Run a night whose k-th commit to the working store cannot be made; return the next one."""
    commits = []

    def fails(kind, path):
        if kind == "commit":
            commits.append(path)
            if len(commits) == number:
                raise OSError(errno.EIO, "the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr(effects, "before", fails)
        with pytest.raises(OSError, match="the power is gone"):
            office.night()
    return office.night()


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_a_revised_file_whose_night_was_cut_off_is_in_every_table_after_the_next(
    number, office, monkeypatch
):
    office.deliver("crime/a.csv", delivery(10, 25, 30))
    cut_off_at_commit(office, number, monkeypatch)
    assert office.rows("select crime_count from core.crime order by all") == [(10,), (25,), (30,)]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_withdrawn_file_whose_night_was_cut_off_is_in_no_table_after_the_next(
    number, office, monkeypatch
):
    later = office.deliver("crime/b.csv", delivery(11))
    office.night()
    assert office.rows("select crime_count from core.crime order by all") == [(11,), (20,)]
    later.unlink()
    cut_off_at_commit(office, number, monkeypatch)
    assert office.rows("select crime_count from core.crime order by all") == [(10,), (20,)]
    assert office.account("crime/a.csv") == ("loaded", 2, 2, 0, 0, "")


def test_after_a_whole_night_nothing_is_out_of_step_though_a_file_is_replaced_in_part_or_whole(
    office,
):
    odd = delivery(*range(12)) + "2019-13,x,7\n"
    office.deliver("crime/c.csv", odd)
    office.night()
    office.deliver("crime/d.csv", delivery(*range(20, 32)))
    office.night()
    with Warehouse(office.site) as warehouse:
        table = office.catalogue().tables["raw.crime"]
        certain = [
            name for name, is_certain in raw_tables.out_of_step(warehouse).items() if is_certain
        ]
        assert certain == []
        assert raw_tables.chosen(warehouse, table)[0] == raw_tables.shown(warehouse, table)
    assert office.account("crime/a.csv")[0] == "superseded"
    assert office.night() == {}


def test_a_store_that_was_lost_gets_the_published_figures_back(office):
    office.metric("crime_count", CRIME_COUNT)
    office.night()
    office.publish()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    office.publish()
    query = (
        "select previous_value, value, is_material, snapshot_id from revision order by all",
        "select period_start_date, value, snapshot_id from figure_register order by all",
        "select period_start_date, value, first_published_value from observation order by all",
    )
    before = [office.published(one) for one in query]
    office.site.warehouse_file.unlink()
    office.night()
    office.publish()
    assert [office.published(one) for one in query] == before
    assert office.rows("select count(*) from quality.revision where is_base") == [(1,)]


def test_going_back_to_an_earlier_snapshot_registers_no_figure_twice(office):
    office.metric("crime_count", CRIME_COUNT)
    office.night()
    first = office.publish()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    office.publish()
    snapshots.point_at(office.site.published, first)
    office.publish()
    rows = office.rows(
        "select value, count(*) from quality.figure_register where period_type = 'month' group by all"
    )
    assert sorted(rows) == [(10, 1), (20, 1), (25, 1)]
