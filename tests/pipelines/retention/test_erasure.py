"""Erasure: gone from the bytes of the site, from everything made of them, and not from the ledger."""

import contextlib
import datetime as dt
import gzip
import io
import json
import shutil
import sqlite3
import zipfile
from dataclasses import replace

import duckdb
import pytest
from click.testing import CliRunner

from assets.published.schema import TABLES
from expectations import expect
from pipelines.cli.main import main
from pipelines.errors import ConfigurationError
from pipelines.retention import erasure, erasure_register
from pipelines.retention.keeping import after_night, before_night
from pipelines.retention.retention import Keep
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from tests.pipelines.conftest import Office

MARK = "Zebedee-Quartermaine-1987"
OTHER = "an ordinary note of the month"
GOOD = f"Month,Force,Crimes,Note\n2019-01-01,E23000023,11,{OTHER}\n"
TELLING = (
    "Month,Force,Crimes,Note\n"
    f"2019-02-01,E23000023,7,{MARK}\n"
    f"2019-03-01,E23000023,many {MARK},{OTHER}\n"
    + "".join(f"2019-0{month}-01,E23000023,1,{OTHER}\n" for month in (4, 5, 6, 7, 8))
)
APRIL = GOOD.replace("2019-01", "2019-04")
ZIPS = {
    "both.zip": {"telling_too.csv": TELLING, "april.csv": APRIL},
    "alone.zip": {"july.csv": TELLING},
}
RUNS = "state/dagster/history/runs/index.db"
CORE = "-- Crimes.\n\nselect month_start_date, force_code, crime_count, note from raw.crime\n"
METRIC = """select
    force_code as area_code,
    month_start_date as period_start_date,
    last_day(month_start_date) as period_end_date,
    note as breakdown_value,
    sum(crime_count)::bigint as numerator,
from core.crime
group by all"""
AWARD = next(table for table in TABLES if table.name == "grant_award")
AWARDS = "-- Awards, each named after a note.\n\nselect {} from raw.crime\n".format(
    ", ".join(
        f"note as {name}" if kind == "varchar" else f"null::{kind} as {name}"
        for name, (kind, _) in AWARD.columns.items()
    )
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """One office before and after an erasure: its delivery had come in every form there is."""
    return Scene(Office(tmp_path_factory.mktemp("office")))


class Scene:
    """Three nights, the second with a telling delivery, which the third is without."""

    def __init__(self, office):
        self.office = office
        prepare(office)
        self.first, self.second = snapshot_ids(office)
        self.before = places(office.root)
        self.held = {
            table: str(read(office, self.second, f"select * from {table}"))
            for table in ("rejected_record", "observation", "grant_award", "figure_register",
                          "signal", "delivery", "quality_check")
        }  # fmt: skip
        ((self.sha256,),) = office.rows(
            "select sha256 from quality.delivery where file_name = 'crime/telling.csv'"
        )
        self.control = negative_control(office)
        self.kept = erase(office, self.sha256[:12])
        (self.entry,) = erasure_register.read(office.site)
        self.third = snapshots.current_id(office.site.published)


def prepare(office):
    """Feeds, tables and deliveries; then what other programs of a site make of them."""
    office.core("crime", CORE)
    office.core("grant_award", AWARDS)
    office.metric(
        "crime_count", METRIC, more='breakdown = "note"\nbreakdown_note = "Parts add up."\n'
    )
    office.promise(
        "core.crime",
        expect.warning(expect.column_values_to_be_in_set("note", [OTHER])),
    )
    office.deliver("crime/good.csv", GOOD)
    office.night()
    office.publish()
    for name in ("telling.csv", "again/copy.csv"):
        office.deliver(f"crime/{name}", TELLING)
    office.deliver("crime/packed.csv.gz", gzip.compress(TELLING.encode()))
    for name, members in ZIPS.items():
        with zipfile.ZipFile(office.root / "landing" / "crime" / name, "w") as archive:
            for member, text in members.items():
                archive.writestr(member, text)
    office.night()
    office.publish()
    office.deliver("crime/not_yet_read.csv", TELLING)
    paper = {"papers": {"victims": {"snapshot_id": snapshots.current_id(office.site.published)}}}
    for name, text in {
        "scorecards_out/2019-12-18/the-force-rejected.csv": MARK,
        "state/drawings/a.svg": f"<text>{MARK}</text>",
        "warehouse/working.duckdb.wal.damaged-20191218T000000Z": MARK,
        "papers_out/2019-12-19/manifest.json": json.dumps(paper),
    }.items():
        (office.root / name).parent.mkdir(parents=True, exist_ok=True)
        (office.root / name).write_text(text, encoding="utf-8")
    runs = office.root / RUNS
    runs.parent.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(runs)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table event_logs (id integer, event text)")
        connection.execute("create table alembic_version (version_num text)")
        connection.execute("insert into alembic_version values ('7')")
        connection.execute("insert into event_logs values (1, ?)", [f"sample: {MARK}"])
        connection.commit()


def negative_control(office):
    """Whether a scan finds the text in an uncompressed store, and again after DELETE alone."""
    store = office.site.warehouse_file
    with duckdb.connect(str(store)) as connection:
        connection.execute("pragma force_compression = 'uncompressed'")
        connection.execute("create or replace table core.crime as from core.crime")
        connection.execute("checkpoint")
    found = MARK.encode() in store.read_bytes()
    copy = office.folder / "copy.duckdb"
    shutil.copyfile(store, copy)
    with duckdb.connect(str(copy)) as connection:
        for table in connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where not internal"
        ).fetchall():
            connection.execute(f"delete from {table[0]}")
        connection.execute("checkpoint")
    return found, MARK.encode() in copy.read_bytes()


def erase(office, given, day=19, **changes):
    """What `pcplan erase` does, and the night after it."""
    date, catalogue = dt.date(2019, 12, day), office.catalogue()
    erasure.ask(office.site, office.feeds[0], given, by="Analyst", why="names a person.", **changes)
    before_night(office.site, date, catalogue)
    office.night(date)
    office.publish(date)
    return after_night(office.site, date, catalogue)


def places(root, mark=MARK):
    """Every file under a folder that holds a text: in its bytes, unpacked, or read as a database."""
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and mark.encode() in content(path) + readings(path)
    }


def content(path):
    """A file's bytes, and those that it holds packed."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(path) as archive:
            raw += b"".join(archive.read(name) for name in archive.namelist())
    return raw + (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else b"")


def readings(path):
    """All that DuckDB reads from a database or a Parquet file."""
    if path.suffix == ".parquet":
        query = f"select string_agg(t::varchar, ' ') from read_parquet('{path}') as t"
        return str(duckdb.sql(query).fetchall()).encode()
    if path.suffix != ".duckdb":
        return b""
    found = b""
    with duckdb.connect(str(path), read_only=True) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where not internal"
        ).fetchall():
            query = f'select string_agg(t::varchar, \' \') from "{schema}"."{table}" as t'
            found += str(connection.execute(query).fetchall()).encode()
    return found


def snapshot_ids(office):
    return sorted(path.name for path in (office.site.published / "snapshots").iterdir())


def read(office, snapshot_id, query):
    path = office.site.published / "snapshots" / snapshot_id / "restricted.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_before_erasure_the_scan_sees_it_in_every_place_that_has_it(scene):
    landed = {f"landing/crime/{name}" for name in (
        "telling.csv", "again/copy.csv", "packed.csv.gz", "not_yet_read.csv", *ZIPS)}  # fmt: skip
    published = {f"published/snapshots/{scene.second}/{a}.duckdb" for a in snapshots.AUDIENCES}
    assert landed | published | {"warehouse/working.duckdb", RUNS} <= scene.before
    assert f"published/snapshots/{scene.second}/exports/figures.parquet" in scene.before
    assert any(name.startswith("warehouse/staged/crime/") for name in scene.before)
    for table in ("rejected_record", "observation", "grant_award", "figure_register", "signal",
                  "quality_check"):  # fmt: skip
        assert MARK in scene.held[table], table


def test_delete_alone_leaves_the_bytes_in_an_uncompressed_store(scene):
    is_seen, is_seen_after_delete = scene.control
    assert is_seen, "the scan sees it where it is"
    assert is_seen_after_delete, "DELETE leaves the bytes in the file's free blocks"


def test_after_erasure_no_file_of_the_site_holds_it(scene):
    assert places(scene.office.root) == set()
    assert not list(scene.office.site.warehouse_file.parent.glob("*.wal*"))
    assert scene.kept.notes == ()


def test_every_copy_in_landing_is_gone_and_the_others_are_as_they_were(scene):
    landing = scene.office.root / "landing"
    left = sorted(p.relative_to(landing).as_posix() for p in landing.rglob("*") if p.is_file())
    assert left == ["crime/both.zip", "crime/good.csv"]
    with zipfile.ZipFile(landing / "crime" / "both.zip") as archive:
        assert archive.namelist() == ["april.csv"]
        assert archive.read("april.csv") == APRIL.encode()
    assert scene.office.account("crime/both.zip!april.csv")[0] == "loaded"


def test_what_the_other_deliveries_gave_stays_in_every_snapshot(scene):
    office = scene.office
    kept = [scene.first, f"{scene.second}-e1", scene.third]
    assert snapshot_ids(office) == kept
    assert scene.third.endswith("-e1"), "its register still had the series of the erased part"
    parts = "select value from observation where breakdown_value is not null and value > 0"
    totals = "select value from observation where breakdown_value is null and value > 0"
    for snapshot_id in kept:
        assert (11,) in read(office, snapshot_id, parts)
        assert read(office, snapshot_id, "select distinct title from grant_award") == [(OTHER,)]
    # January 11, then February 7 of the erased part, and 1 a month but for the April of the zip.
    assert sorted(read(office, kept[1], totals)) == [(1,)] * 4 + [(7,), (11,), (11,)]
    assert sorted(read(office, kept[1], parts)) == [(1,)] * 4 + [(11,), (11,)]
    assert sorted(read(office, kept[2], totals)) == [(11,), (11,)]


def test_a_rebuilt_snapshot_proves_whole_and_says_what_it_was_made_from(scene):
    rebuilt = snapshots.find(scene.office.site.published, f"{scene.second}-e1")
    assert snapshots.verify(rebuilt) == []
    assert rebuilt.manifest["erased_from"] == scene.second
    assert read(scene.office, rebuilt.snapshot_id, "select snapshot_id from snapshot") == [
        (rebuilt.snapshot_id,)
    ]
    silent = "select column_name from duckdb_columns() where comment is null and not internal"
    assert read(scene.office, rebuilt.snapshot_id, silent) == []


def test_the_register_keeps_the_fact_and_the_ledger_the_reason(scene):
    entry = scene.entry
    assert entry.sha256s == [scene.sha256]
    assert entry.file_names == [
        "crime/again/copy.csv", "crime/alone.zip!july.csv", "crime/both.zip!telling_too.csv",
        "crime/not_yet_read.csv", "crime/packed.csv.gz", "crime/telling.csv",
    ]  # fmt: skip
    assert (entry.by, entry.why) == ("Analyst", "names a person")
    assert entry.gone_on and entry.done_on
    assert entry.snapshots == {
        scene.second: f"{scene.second}-e1", scene.third.removesuffix("-e1"): scene.third,
    }  # fmt: skip
    ((state, reason),) = scene.office.rows(
        "select state, reason from quality.delivery where file_name = 'crime/telling.csv'"
    )
    assert state == "withdrawn"
    assert reason.startswith("erased on ") and reason.endswith("by Analyst: names a person.")


def test_papers_written_from_a_snapshot_that_held_it_are_flagged(scene):
    assert scene.entry.papers == ["papers_out/2019-12-19"]
    note = scene.office.root / "papers_out" / "2019-12-19" / "erased.json"
    assert "erased after they were written" in note.read_text("utf-8")


def test_dagsters_log_is_emptied_and_stays_a_database_of_dagsters(scene):
    with contextlib.closing(sqlite3.connect(scene.office.root / RUNS)) as connection:
        assert connection.execute("select * from event_logs").fetchall() == []
        assert connection.execute("select * from alembic_version").fetchall() == [("7",)]


def test_an_erased_delivery_that_comes_again_is_not_taken_in_but_a_mended_one_is(scene):
    office, today = scene.office, dt.date(2019, 12, 20)
    office.deliver("crime/once_more.csv", TELLING)
    office.deliver("crime/telling.csv", TELLING.replace(MARK, "a mended note"))
    before_night(office.site, today, office.catalogue())
    assert not (office.root / "landing" / "crime" / "once_more.csv").exists()
    office.night(today)
    assert office.account("crime/telling.csv")[0] == "partly_rejected"


def test_an_erasure_cut_off_is_gone_on_with_and_snapshots_are_withdrawn_if_asked(
    scene, monkeypatch
):
    office = scene.office
    office.deliver("crime/august.csv", TELLING.replace("2019-0", "2018-0"))
    office.night(dt.date(2019, 12, 21))
    held = office.publish(dt.date(2019, 12, 21))
    assert any(held in name for name in places(office.root))

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.retention.erasure_warehouse.rewrite", stop)
        with pytest.raises(KeyboardInterrupt):
            erase(office, "august.csv", day=22, is_withdrawing=True)
    assert places(office.root), "the store and the snapshot still hold it"

    date, catalogue = dt.date(2019, 12, 23), office.catalogue()
    before_night(office.site, date, catalogue)
    office.night(date)
    newest = office.publish(date)
    after_night(office.site, date, catalogue)
    assert places(office.root) == set()
    assert erasure_register.read(office.site)[-1].snapshots[held] == ""
    assert snapshots.current_id(office.site.published) == f"{newest}-e1"


@pytest.fixture
def delivered(office):
    """Two deliveries taken in; nothing published."""
    office.core("crime", CORE)
    office.deliver("crime/good.csv", GOOD)
    office.deliver("crime/telling.csv", TELLING)
    office.night()
    return office


def test_a_name_that_no_delivery_has_erases_nothing_and_says_what_there_is(delivered):
    with pytest.raises(ConfigurationError, match=r"no delivery is named telling.xls.*good.csv"):
        erasure.ask(delivered.site, delivered.feeds[0], "telling.xls", by="A", why="b")
    with pytest.raises(ConfigurationError, match="say with --reason"):
        erasure.ask(delivered.site, delivered.feeds[0], "telling.csv", by="A", why=" ")
    assert erasure_register.read(delivered.site) == []


def kept_since(office, name, date):
    """Say that a delivery came on a day."""
    with Warehouse(office.site) as warehouse:
        erasure.note_arrivals(warehouse)
        warehouse.connection.execute(
            "update quality.kept_since set since_date = ? where sha256 = ("
            "select sha256 from quality.delivery where file_name = ?)",
            [date, name],
        )


def test_a_delivery_goes_when_the_years_of_its_contract_are_over_and_not_a_day_before(delivered):
    delivered.feeds = [replace(delivered.feeds[0], retention_years=3)]
    kept_since(delivered, "crime/telling.csv", dt.date(2019, 2, 28))
    assert before_night(delivered.site, dt.date(2022, 2, 28), delivered.catalogue()) == []
    (entry,) = before_night(delivered.site, dt.date(2022, 3, 1), delivered.catalogue())
    assert entry.file_names == ["crime/telling.csv"]
    assert (entry.by, entry.why) == ("pcplan", "kept 3 years, as its contract says")
    assert not (delivered.root / "landing" / "crime" / "telling.csv").exists()
    assert (delivered.root / "landing" / "crime" / "good.csv").exists()


def test_the_years_count_from_the_day_it_really_came_and_not_from_a_night_run_for_a_past_date(
    delivered,
):
    """These were taken in by a night as at December 2019, and came today."""
    assert delivered.rows("select max(received_at)::date from quality.delivery") == [
        (dt.date(2019, 12, 18),)
    ]
    with Warehouse(delivered.site) as warehouse:
        erasure.note_arrivals(warehouse)
        erasure.note_arrivals(warehouse)
    today = dt.datetime.now(dt.UTC).date()
    since = delivered.rows("select since_date from quality.kept_since")
    assert len(since) == 2 and all(abs((today - day).days) <= 1 for (day,) in since)
    delivered.feeds = [replace(delivered.feeds[0], retention_years=1)]
    assert before_night(delivered.site, today, delivered.catalogue()) == []


def test_a_list_that_is_still_in_use_is_not_erased_for_its_age(delivered):
    feed = replace(delivered.feeds[0], retention_years=1, reference=True)
    for name in ("crime/good.csv", "crime/telling.csv"):
        kept_since(delivered, name, dt.date(2019, 1, 1))
    with Warehouse(delivered.site) as warehouse:
        assert erasure.expired(warehouse, feed, dt.date(2024, 1, 1)) == {}
        warehouse.connection.execute("delete from quality.raw_file")
        assert len(erasure.expired(warehouse, feed, dt.date(2024, 1, 1))) == 2


def test_a_night_asked_for_in_the_far_future_erases_nothing_that_is_not_due_today(delivered):
    with Warehouse(delivered.site) as warehouse:
        erasure.note_arrivals(warehouse)
        assert erasure.expired(warehouse, delivered.feeds[0], dt.date(2999, 1, 1)) != {}
    assert erasure.expire(delivered.site, delivered.feeds, dt.date(2999, 1, 1)) == []


def test_an_office_may_keep_deliveries_beyond_their_contract(delivered):
    (delivered.root / "site.toml").write_text("[keep]\ndeliveries = false\n", encoding="utf-8")
    kept_since(delivered, "crime/telling.csv", dt.date(2001, 1, 1))
    assert not Keep.of(delivered.site).deliveries
    assert before_night(delivered.site, dt.date(2022, 3, 1), delivered.catalogue()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--feed", "crimes"], "--feed crimes: there is no such feed."),
        (["--feed", "police_demand"], "no delivery is named a.csv"),
        (
            ["--feed", "police_demand", "--file", "there.csv"],
            "Say --yes to erase without being asked",
        ),
    ],
)
def test_the_command_erases_nothing_that_is_not_named_or_not_confirmed(delivered, words, said):
    delivered.deliver("police_demand/there.csv", "date\n")
    asked = ["erase", "--file", "a.csv", "--reason", "r", "--as", "A", *words]
    ran = CliRunner().invoke(main, [*asked, "--site", str(delivered.root)])
    assert ran.exit_code == 2 and said in " ".join(ran.output.split())
    assert (delivered.root / "landing" / "police_demand" / "there.csv").exists()
    assert erasure_register.read(delivered.site) == []
