"""Publication: three audiences, proved by a manifest, whole or not at all."""

import os
import subprocess
import sys
import threading
from dataclasses import replace

import duckdb
import pytest

from expectations import expect
from pipelines import effects
from snapshot import snapshots
from tests.conftest import ROOT
from tests.pipelines.conftest import CORE, CRIME_COUNT


def delivery(*counts):
    lines = [f"2019-{n:02d}-01,E23000023,{count}" for n, count in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


@pytest.fixture
def office(office):
    """One feed, one core table, one metric; two months built and nothing published yet."""
    office.core("crime", CORE)
    office.metric("crime_count", CRIME_COUNT, more='roll_up = ["quarter"]\n')
    office.deliver("crime/a.csv", delivery(10, 20))
    office.night()
    return office


def values(office, audience="board"):
    return office.published(
        "select period_start_date::varchar, value from observation "
        "where metric_id = 'crime_count' and period_type = 'month' order by all",
        audience,
    )


def test_the_figures_stand_in_all_three_files_and_the_pointer_names_them(office):
    snapshot_id = office.publish()
    assert snapshots.current_id(office.site.published) == snapshot_id
    for audience in ("restricted", "board", "public"):
        assert values(office, audience) == [("2019-01-01", 10), ("2019-02-01", 20)]
        assert office.published("select audience from snapshot", audience) == [(audience,)]


def test_every_table_and_column_has_a_comment(office):
    office.publish()
    for audience in ("restricted", "board", "public"):
        silent = office.published(
            "select table_name from duckdb_tables() where coalesce(comment, '') = '' union all "
            "select table_name || '.' || column_name from duckdb_columns() "
            "where coalesce(comment, '') = '' and not internal",
            audience,
        )
        assert silent == [], audience


def test_the_tables_are_those_of_the_schema_with_its_columns_and_types(office):
    from assets.published.schema import TABLES

    office.publish()
    for audience in ("restricted", "board", "public"):
        found = {}
        for table, column, kind in office.published(
            "select table_name, column_name, lower(data_type) from duckdb_columns() "
            "where not internal order by table_name, column_index",
            audience,
        ):
            found.setdefault(table, {})[column] = kind
        expected = {
            table.name: {name: kind for name, (kind, _) in table.columns.items()}
            for table in TABLES
            if audience in table.audiences
        }
        assert found == expected


def test_rejected_values_are_in_the_restricted_file_alone(office):
    content = delivery(10, 20, 30, 40, 50, 60) + "2019-07-01,John Smith,70\n"
    office.deliver("crime/a.csv", content)
    office.night()
    office.publish()
    assert office.published("select value from rejected_record", "restricted") == [("John Smith",)]
    folder = snapshots.find(office.site.published).folder
    for audience in ("board", "public"):
        tables = office.published("select table_name from duckdb_tables()", audience)
        assert ("rejected_record",) not in tables
        assert b"John Smith" not in (folder / f"{audience}.duckdb").read_bytes()
        ((reason,),) = office.published("select reason from delivery", audience)
        assert "(value not shown)" in reason


def test_a_measure_of_a_higher_marking_is_absent_from_the_board_and_public_files(office):
    office.metric("secret_count", CRIME_COUNT, more='marking = "OFFICIAL-SENSITIVE"\n')
    office.night()
    office.publish()
    query = "select count(*) from {} where metric_id = 'secret_count'"
    for table in ("metric", "observation", "signal", "figure_register", "metric_source"):
        assert office.published(query.format(table), "board") == [(0,)], table
        assert office.published(query.format(table), "public") == [(0,)], table
    assert office.published(query.format("observation"), "restricted")[0][0] > 0


def test_no_write_ahead_log_and_no_half_written_file_is_left(office):
    office.publish()
    left = [path.name for path in office.site.published.rglob("*") if path.is_file()]
    assert sorted(left) == [
        "CURRENT.json",
        "board.duckdb",
        "figures.csv",
        "figures.parquet",
        "manifest.json",
        "measures.csv",
        "measures.parquet",
        "public.duckdb",
        "restricted.duckdb",
    ]


def test_the_manifest_proves_the_snapshot(office):
    office.publish()
    snapshot = snapshots.find(office.site.published)
    assert snapshots.verify(snapshot) == []
    said = snapshot.manifest["files"]["board.duckdb"]["tables"]["metric"]
    assert said["rows"] == 1


def test_a_changed_byte_is_found(office):
    office.publish()
    snapshot = snapshots.find(office.site.published)
    path = snapshot.folder / "board.duckdb"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert snapshots.verify(snapshot) == [
        "board.duckdb: its bytes are not those that were published."
    ]


def test_a_missing_file_and_a_log_beside_a_file_are_found(office):
    office.publish()
    snapshot = snapshots.find(office.site.published)
    (snapshot.folder / "public.duckdb").unlink()
    (snapshot.folder / "board.duckdb.wal").write_bytes(b"x")
    assert snapshots.verify(snapshot) == [
        "board.duckdb: has a write-ahead log beside it, so it is not closed.",
        "public.duckdb: is missing.",
    ]


def test_a_changed_figure_is_found_even_where_the_manifest_was_given_the_new_bytes(office):
    office.publish()
    snapshot = snapshots.find(office.site.published)
    path = snapshot.folder / "board.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("update observation set value = 9 where value = 10")
    snapshot.manifest["files"]["board.duckdb"]["sha256"] = effects.sha256_of(path)
    assert snapshots.verify(snapshot) == [
        "manifest.json: is not what was published, so nothing of the snapshot is proved."
    ]
    resealed = replace(snapshot, manifest=snapshots.sealed(snapshot.manifest))
    assert snapshots.verify(resealed) == [
        "board.duckdb: table observation is not what was published."
    ]


def test_rolling_back_is_pointing_at_the_snapshot_before(office):
    first = office.publish()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    second = office.publish()
    assert values(office)[1] == ("2019-02-01", 25)
    snapshots.point_at(office.site.published, first)
    assert values(office)[1] == ("2019-02-01", 20)
    assert [s.snapshot_id for s in snapshots.listed(office.site.published)] == [second, first]
    assert [s.is_current for s in snapshots.listed(office.site.published)] == [False, True]


def test_a_revised_figure_keeps_what_was_first_published(office):
    office.publish()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    office.publish()
    rows = office.published(
        "select value, first_published_value from observation "
        "where period_type = 'month' order by period_start_date"
    )
    assert rows == [(10, 10), (25, 20)]


def test_a_figure_that_did_not_change_is_registered_once(office):
    office.publish()
    office.publish()
    assert office.published(
        "select value, count(*) from figure_register where period_type = 'month' "
        "group by all order by all"
    ) == [(10, 1), (20, 1)]


def test_a_reader_of_the_old_snapshot_reads_on_while_a_new_one_is_published(office):
    office.publish()
    path = snapshots.find(office.site.published).folder / "board.duckdb"
    query = "select sum(value) from observation where period_type = 'month'"
    seen, stop = set(), threading.Event()

    def read():
        with duckdb.connect(str(path), read_only=True) as connection:
            while not stop.is_set():
                seen.add(connection.execute(query).fetchall()[0][0])
            seen.add(connection.execute(query).fetchall()[0][0])

    reader = threading.Thread(target=read)
    reader.start()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    office.publish()
    stop.set()
    reader.join()
    assert seen == {30}
    assert values(office)[1] == ("2019-02-01", 25)


def test_a_reader_in_another_process_does_not_stop_publication(office):
    office.publish()
    path = snapshots.find(office.site.published).folder / "board.duckdb"
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as reader:
        assert reader.stdout.readline().strip() == "open"
        office.deliver("crime/a.csv", delivery(10, 25))
        office.night()
        second = office.publish()
        reader.stdin.close()
    assert snapshots.current_id(office.site.published) == second


def test_when_the_snapshot_cannot_be_written_the_old_one_stays_whole(office):
    first = office.publish()
    folder = office.site.published / "snapshots"
    kept = folder.rename(folder.with_name("kept"))
    folder.write_text("a file stands where the folder should be", encoding="utf-8")
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    with pytest.raises(OSError, match="snapshots"):
        office.publish()
    folder.unlink()
    kept.rename(folder)
    assert snapshots.current_id(office.site.published) == first
    assert snapshots.verify(snapshots.find(office.site.published)) == []
    office.publish()
    assert values(office)[1] == ("2019-02-01", 25)


def test_when_the_disk_is_full_half_way_nothing_of_the_new_snapshot_is_left(office):
    """A limit on the size of files stands for a full disk: the write fails in its midst."""
    if os.name == "nt":
        pytest.skip("Windows has no limit on the size of a process's files.")
    first = office.publish()
    office.deliver("crime/a.csv", delivery(10, 25))
    office.night()
    code = """
import resource, signal, sys
from pathlib import Path
from tests.pipelines.conftest import Office
office = Office.__new__(Office)
folder = Path(sys.argv[1])
office.folder, office.root, office.assets = folder, folder / "site", folder / "assets"
from tests.pipelines.conftest import crime_feed
office.feeds, office.suites = [crime_feed()], {}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
office.publish()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(office.folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "File too large" in done.stderr or "IO Error" in done.stderr, done.stderr
    assert snapshots.current_id(office.site.published) == first
    names = [path.name for path in (office.site.published / "snapshots").iterdir()]
    assert names == [first], done.stderr
    assert snapshots.verify(snapshots.find(office.site.published)) == []
    office.publish()
    assert values(office)[1] == ("2019-02-01", 25)


def test_a_warehouse_that_stays_open_can_be_published_again(office):
    office.night()
    last = office.publish(times=2)
    assert snapshots.find(office.site.published).folder.name == last
    assert office.published("select count(*) from observation where value is not null") != [(0,)]


def test_figures_that_stand_twice_are_not_published(office):
    from pipelines.errors import SnapshotError

    first = office.publish()
    office.metric("crime_count", CRIME_COUNT + "\nunion all by name\n" + CRIME_COUNT)
    office.night()
    with pytest.raises(SnapshotError, match="stand more than once"):
        office.publish()
    assert snapshots.current_id(office.site.published) == first


def test_a_withheld_measure_keeps_its_published_past_and_says_why_the_rest_is_not_there(office):
    office.promise(
        "core.crime",
        expect.critical(expect.column_values_to_be_between("crime_count", min_value=0)),
    )
    office.night()
    office.publish()
    office.deliver("crime/b.csv", delivery(10, 20, -30).replace("2019-01", "2018-12"))
    office.night()
    office.publish()
    rows = office.published(
        "select strftime(period_start_date, '%Y-%m'), value, state from observation "
        "where period_type = 'month' order by 1"
    )
    assert rows[:2] == [("2019-01", 10, "final"), ("2019-02", 20, "final")]
    assert rows[2] == ("2019-03", None, "withheld")
    ((reason,),) = office.published(
        "select distinct reason from observation where state = 'withheld'"
    )
    assert reason.startswith("core.crime: broke the promise")
    assert office.published("select state from table_state where table_name = 'core.crime'") == [
        ("broken",)
    ]


def test_an_office_without_any_delivery_publishes_all_the_same(tmp_path):
    from tests.pipelines.conftest import Office

    office = Office(tmp_path)
    office.night()
    office.publish()
    assert office.published("select state from feed_status") == [("not_delivered",)]
    assert snapshots.verify(snapshots.find(office.site.published)) == []
