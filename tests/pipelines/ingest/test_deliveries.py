"""The ledger: what is new, the same again, replaced, moved, changed in place or withdrawn."""

import datetime as dt

import pytest

from pipelines.build.raw_tables import refresh_views
from pipelines.contract.feed import Column
from pipelines.store.warehouse import Warehouse
from tests.pipelines.conftest import Office, crime_feed


def counts(*months, force="E23000023"):
    """A delivery of months and their counts."""
    lines = [f"{month}-01,{force},{count}" for month, count in months]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


def figures(office):
    """What raw.crime shows: month and count, in order."""
    return office.rows(
        "select strftime(month_start_date, '%Y-%m'), crime_count from raw.crime order by all"
    )


def test_a_second_night_without_deliveries_touches_nothing(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    assert [result.outcome for result in office.night().values()] == ["built"]
    assert office.night() == {}


def test_the_same_bytes_twice_count_once(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.deliver("crime/copy of a.csv", counts(("2019-01", 10)))
    office.night()
    assert figures(office) == [("2019-01", 10)]
    states = office.rows("select file_name, state, reason from quality.delivery order by 1")
    assert [state for _, state, _ in states] == ["loaded", "duplicate"]
    assert states[1][2] == "the same bytes as crime/a.csv."


def test_when_the_first_of_two_equal_files_is_withdrawn_the_second_takes_its_place(office):
    first = office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.deliver("crime/copy of a.csv", counts(("2019-01", 10)))
    office.night()
    first.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10)]
    assert office.account("crime/copy of a.csv")[0] == "loaded"


def test_a_file_moved_within_landing_keeps_its_rows(office):
    path = office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    office.deliver("crime/2019/a.csv", path.read_bytes())
    path.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10)]
    assert office.account("crime/2019/a.csv")[0] == "loaded"
    assert office.account("crime/a.csv")[0] == "withdrawn"


def test_a_later_edition_replaces_the_parts_it_holds_and_no_others(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-02", 22), ("2019-03", 30)))
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 22), ("2019-03", 30)]
    assert "in part replaced by the later crime/b.csv" in office.account("crime/a.csv")[5]


def test_an_edition_of_which_nothing_is_left_is_superseded(office):
    office.deliver("crime/z.csv", counts(("2019-01", 10)))
    office.night()
    office.deliver("crime/a.csv", counts(("2019-01", 11)))
    office.night()
    assert figures(office) == [("2019-01", 11)]
    state, *_, reason = office.account("crime/z.csv")
    assert (state, reason) == ("superseded", "replaced by the later crime/a.csv.")


def test_arrival_decides_even_where_every_night_runs_as_at_one_business_date(office):
    """The demonstration stands still in December 2019, and clocks go on past midnight."""
    day = dt.date(2019, 12, 18)
    office.deliver("crime/z.csv", counts(("2019-01", 10)))
    office.night(day)
    late = dt.datetime(2019, 12, 18, 23, 59, 59)
    with_clock_late(office, late)
    office.deliver("crime/a.csv", counts(("2019-01", 11)))
    office.night(day)
    assert figures(office) == [("2019-01", 11)]


def with_clock_late(office, moment):
    """Say that what is in the ledger came late in the day."""
    with Warehouse(office.site) as warehouse:
        warehouse.connection.execute("update quality.delivery set received_at = ?", [moment])


def test_when_the_later_edition_is_withdrawn_the_earlier_one_stands_again(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    later = office.deliver("crime/b.csv", counts(("2019-01", 11), ("2019-02", 21)))
    office.night()
    later.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]
    assert office.account("crime/a.csv") == ("loaded", 2, 2, 0, 0, "")


def test_when_a_partial_replacement_is_withdrawn_nothing_says_replaced_any_more(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    later = office.deliver("crime/b.csv", counts(("2019-02", 22)))
    office.night()
    later.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]
    assert office.account("crime/a.csv") == ("loaded", 2, 2, 0, 0, "")


def test_a_withdrawn_file_takes_its_rows_away(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    gone = office.deliver("crime/b.csv", counts(("2019-02", 20)))
    office.night()
    gone.unlink()
    office.night()
    assert figures(office) == [("2019-01", 10)]
    assert office.account("crime/b.csv")[0] == "withdrawn"


def test_when_every_file_is_withdrawn_the_table_is_empty_not_as_before(office):
    gone = office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    gone.unlink()
    office.night()
    assert figures(office) == []


def test_a_withdrawn_file_that_comes_back_is_loaded_again(office):
    path = office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    content = path.read_bytes()
    path.unlink()
    office.night()
    office.deliver("crime/a.csv", content)
    office.night()
    assert figures(office) == [("2019-01", 10)]


def test_a_file_that_changes_in_place_is_read_again_and_its_old_rows_go(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    office.deliver("crime/a.csv", counts(("2019-01", 12)))
    office.night()
    assert figures(office) == [("2019-01", 12)]
    assert office.account("crime/a.csv")[:2] == ("loaded", 1)


def test_a_file_mended_in_place_after_a_refusal_is_loaded_and_its_rejects_forgotten(office):
    office.deliver("crime/a.csv", counts(("2019-01", "ten")))
    office.night()
    assert office.account("crime/a.csv")[0] == "refused"
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    assert figures(office) == [("2019-01", 10)]
    assert office.rows("select count(*) from quality.rejected_record") == [(0,)]


def test_a_removed_staged_copy_is_made_again_from_the_delivery(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    for staged in office.site.staged.rglob("*.parquet"):
        staged.unlink()
    office.deliver("crime/b.csv", counts(("2019-02", 20)))
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 20)]


def test_a_site_folder_that_is_moved_shows_the_same_rows(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    moved = office.folder / "elsewhere"
    office.root.rename(moved)
    office.root = moved
    with Warehouse(office.site) as warehouse:
        refresh_views(warehouse, list(office.catalogue().tables.values()))
    assert figures(office) == [("2019-01", 10)]
    assert office.night() == {}


def test_a_file_of_another_feed_is_ignored_and_says_where_it_belongs(office):
    office.feeds = [
        crime_feed(),
        crime_feed("demand", columns=(crime_feed().layouts[0].columns[0],), partition_by=()),
    ]
    office.deliver("crime/a.csv", "Month\n2019-01-01\n")
    office.night()
    state, *_, reason = office.account("crime/a.csv")
    assert (state, reason) == ("ignored", "it is a demand file. Move it to landing/demand/.")


def test_the_same_file_dropped_into_a_second_feed_s_folder_costs_the_first_feed_nothing(office):
    columns = crime_feed().layouts[0].columns
    office.feeds = [
        crime_feed("crime"),
        crime_feed("demand", columns=(*columns[:2], Column("calls", ("Calls",)))),
    ]
    office.core(
        "crime",
        "-- Crimes.\n-- Kept by: month_start_date\n\n"
        "select month_start_date, crime_count from raw.crime",
    )
    content = counts(("2019-01", 10))
    office.deliver("crime/a.csv", content)
    office.night()
    office.deliver("demand/a.csv", content)
    office.night()
    office.deliver("crime/b.csv", counts(("2019-02", 20)))
    office.night()
    assert office.rows("select count(*) from core.crime") == [(2,)]


def test_a_note_that_came_with_the_data_is_ignored(office):
    office.deliver("crime/README.csv", "read me")
    office.deliver("crime/LICENSE", "MIT")
    office.night()
    assert {row[0] for row in office.rows("select state from quality.delivery")} == {"ignored"}


def test_a_changed_contract_reads_the_files_again(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night()
    office.feeds = [crime_feed(minimum_rows=2)]
    office.night()
    assert office.account("crime/a.csv")[0] == "refused"
    assert figures(office) == []


@pytest.mark.parametrize(
    "name", ["it's a file.csv", "100% done, really.csv", "caf\u00e9 [1].csv", "a*b?.csv"]
)
def test_odd_file_names_are_loaded_by_their_own_name(office, name):
    office.deliver(f"crime/{name}", counts(("2019-01", 10)))
    office.night()
    assert office.account(f"crime/{name}")[0] == "loaded"
    assert office.rows("select source_file, crime_count from raw.crime") == [(f"crime/{name}", 10)]


def test_arrival_is_never_after_the_business_date(office):
    office.deliver("crime/a.csv", counts(("2019-01", 10)))
    office.night(dt.date(2019, 12, 18))
    ((received,),) = office.rows("select received_at::date from quality.delivery")
    assert received == dt.date(2019, 12, 18)


def test_a_site_may_lie_in_a_folder_of_any_name(tmp_path):
    office = Office(tmp_path / "the commissioner's [new] office, 100% *")
    office.deliver("crime/a.csv", counts(("2019-01", 10), ("2019-02", 20)))
    office.night()
    office.deliver("crime/b.csv", counts(("2019-02", 22)))
    office.night()
    assert figures(office) == [("2019-01", 10), ("2019-02", 22)]
