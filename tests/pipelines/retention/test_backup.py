"""Backup and restore: one proved archive, made beside readers and writers; restored whole or not at all."""

import contextlib
import datetime as dt
import json
import random
import shutil
import sqlite3
import threading
import zipfile

import pytest
from click.testing import CliRunner

from pipelines.build import raw_tables
from pipelines.cli.main import main
from pipelines.errors import BackupError, BusyError
from pipelines.retention import backup, backup_archive
from pipelines.site import lock
from pipelines.site.site import Site
from pipelines.site.version import SCHEMA_VERSION, stamp
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots
from tests.pipelines.conftest import CORE, Office

AT = dt.datetime(2019, 12, 18, 3, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with a delivery, a snapshot, a database of what people wrote, and keys."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.core("crime", CORE)
    made.deliver("crime/a.csv", "Month,Force,Crimes\n2019-01-01,E23000023,11\n")
    made.deliver("crime/part.csv.partial", "half")
    made.night()
    made.publish()
    stamp(made.root, SCHEMA_VERSION)
    settings = '[login]\nclient_secret_file = "state/secret.txt"\n'
    (made.root / "site.toml").write_text(settings, encoding="utf-8")
    for name in (
        "state/keys/audit.json",
        "state/secret.txt",
        "state/drawings/a.svg",
        "papers/V1.md",
    ):
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).write_text("{}", encoding="utf-8")
    with contextlib.closing(sqlite3.connect(made.root / "state" / "written.sqlite")) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table note (text varchar)")
        db.execute("insert into note values ('kept')")
        db.commit()
    return made


@pytest.fixture(scope="module")
def made(office, tmp_path_factory):
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backups")
    return backup.write(office.site, folder / "b.zip", at=AT).path


def names(path):
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_it_holds_the_site_and_not_what_is_made_again_nor_keys(office, made):
    held = names(made)
    snapshot = f"published/snapshots/{snapshots.current_id(office.site.published)}"
    assert {
        "site.toml", "landing/crime/a.csv", "warehouse/working.duckdb", "papers/V1.md",
        "published/CURRENT.json", f"{snapshot}/manifest.json", f"{snapshot}/restricted.duckdb",
        "state/written.sqlite", "state/site_version.json", "MANIFEST.json",
    } <= set(held)  # fmt: skip
    assert not [n for n in held if n.endswith((".partial", ".lock", "-wal", "-shm", ".svg"))]
    assert not [n for n in held if n.startswith(("state/keys/", "state/secret"))]
    assert held == [*sorted(held[:-1]), "MANIFEST.json"]


def test_keys_are_in_it_where_that_is_asked_and_the_working_store_can_be_left_out(office, tmp_path):
    asked = backup.write(
        office.site, tmp_path / "b.zip", with_keys=True, with_warehouse=False, at=AT
    )
    assert {"state/keys/audit.json", "state/secret.txt"} <= set(names(asked.path))
    assert not [name for name in names(asked.path) if name.startswith("warehouse/")]


def test_two_backups_of_the_same_site_at_the_same_moment_are_equal(office, made, tmp_path):
    again = backup.write(office.site, tmp_path / "again.zip", at=AT)
    assert again.path.read_bytes() == made.read_bytes()


def test_a_restored_site_is_the_same_and_its_night_has_nothing_to_do(office, made, tmp_path):
    site = backup.restore(made, tmp_path / "new")
    assert backup.problems(site) == []
    assert (site.landing / "crime" / "a.csv").read_bytes() == (
        office.site.landing / "crime" / "a.csv"
    ).read_bytes()
    with contextlib.closing(sqlite3.connect(site.state / "written.sqlite")) as db:
        assert db.execute("select text from note").fetchall() == [("kept",)]
    other = Office.__new__(Office)
    vars(other).update({**vars(office), "root": site.root, "checked": []})
    with Warehouse(site) as warehouse:
        raw_tables.refresh_views(warehouse, list(office.catalogue().tables.values()))
    assert other.night() == {}
    other.deliver("crime/b.csv", "Month,Force,Crimes\n2019-02-01,E23000023,5\n")
    assert other.night()["core.crime"].rows == 2
    other.publish()
    assert backup.problems(site) == []


def test_a_site_restored_without_its_working_store_is_built_again_from_landing(office, tmp_path):
    bare = backup.write(office.site, tmp_path / "b.zip", with_warehouse=False)
    site = backup.restore(bare.path, tmp_path / "new")
    other = Office.__new__(Office)
    vars(other).update({**vars(office), "root": site.root, "checked": []})
    assert other.night()["core.crime"].rows == 1


def test_a_changed_bit_anywhere_in_the_archive_is_found(made, tmp_path):
    """Every region of a zip: headers, packed bytes, the central directory, the seal itself."""
    whole = made.read_bytes()
    chance = random.Random(7)
    size = len(whole)
    places = {*range(64), *range(size - 400, size), *(chance.randrange(size) for _ in range(60))}
    damaged = tmp_path / "damaged.zip"
    for place in sorted(places):
        content = bytearray(whole)
        content[place] ^= 1 << chance.randrange(8)
        damaged.write_bytes(content)
        with pytest.raises(BackupError):
            backup_archive.prove(damaged, lambda _: None)
    backup_archive.prove(made, lambda _: None)


@pytest.mark.parametrize("cut", [0, 1, 77, 78, 79, 5000])
def test_an_archive_that_was_cut_short_is_refused_and_nothing_is_restored(made, tmp_path, cut):
    content = made.read_bytes()
    short = tmp_path / "short.zip"
    short.write_bytes(content[: len(content) - 1 - cut] if cut else b"")
    with pytest.raises(BackupError, match=r"damaged|not a whole backup"):
        backup.restore(short, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["short.zip"]


def sealed_with(path, members, **said):
    """A whole and sealed archive as somebody else might make one, with members of any name."""
    about = {"schema_version": SCHEMA_VERSION, "software_version": "9.9", **said}
    source = path.with_name("content")
    source.write_bytes(b"content")
    with backup_archive.writing(path, about, lambda _: None) as writer:
        for name in members:
            writer.add(name, source, 0)
    return path


@pytest.mark.parametrize(
    "name",
    ["../outside", "/absolute", "a/../../outside", "C:/windows", "..\\outside", "a//b", "./a"],
)
def test_a_member_that_leads_out_of_the_site_is_refused(tmp_path, name):
    hostile = sealed_with(tmp_path / "h.zip", ["site.toml", name])
    with pytest.raises(BackupError, match=r"leads out of a site|does not hold the files"):
        backup.restore(hostile, tmp_path / "new" / "site")
    assert not (tmp_path / "new").exists() or not any((tmp_path / "new").iterdir())
    assert not (tmp_path / "outside").exists()


def test_an_archive_whose_list_and_files_differ_is_refused(made, tmp_path):
    other = tmp_path / "other.zip"
    sealed_with(other, ["site.toml"])
    with zipfile.ZipFile(other, "a") as archive:
        archive.comment = b""
        archive.writestr("state/more.json", "{}")
    with pytest.raises(BackupError, match="not a whole backup"):
        backup.restore(other, tmp_path / "new")


def test_a_backup_of_a_newer_form_of_site_is_refused(tmp_path):
    newer = sealed_with(tmp_path / "n.zip", ["site.toml"], schema_version=SCHEMA_VERSION + 1)
    with pytest.raises(BackupError, match=r"of form 3, made by pcplan 9\.9"):
        backup.restore(newer, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_site_is_not_restored(tmp_path):
    other = sealed_with(tmp_path / "n.zip", ["notes.txt"])
    with pytest.raises(BackupError, match="holds no site"):
        backup.restore(other, tmp_path / "new")


def test_a_folder_that_is_not_empty_is_left_as_it_is(made, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")
    with pytest.raises(BackupError, match="exists and is not empty"):
        backup.restore(made, tmp_path / "there")
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["file"]
    (tmp_path / "empty").mkdir()
    assert backup.restore(made, tmp_path / "empty").root.is_dir()


def test_a_disk_without_room_is_seen_before_the_work(office, made, tmp_path, monkeypatch):
    full = shutil._ntuple_diskusage(10, 10, 0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    with pytest.raises(BackupError, match=r"has 0 MB free, and the site is"):
        backup.write(office.site, tmp_path / "b.zip")
    with pytest.raises(BackupError, match=r"has 0 MB free, and the backup holds"):
        backup.restore(made, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_not_written_into_its_own_site_nor_over_a_file(office, made):
    with pytest.raises(BackupError, match="inside the site itself"):
        backup.write(office.site, office.root / "state" / "b.zip")
    with pytest.raises(BackupError, match=r"exists\. Name another"):
        backup.write(office.site, made)


def test_while_a_night_runs_there_is_no_backup_and_the_command_says_75(office, tmp_path):
    ended, held = threading.Event(), threading.Event()

    def hold():
        with lock.hold(office.site):
            held.set()
            ended.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    try:
        with pytest.raises(BusyError):
            backup.write(office.site, tmp_path / "b.zip")
    finally:
        ended.set()
        holder.join()
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_consistent_while_people_write(office, tmp_path):
    """Two tables are always written together: the copy never has one without the other."""
    path = office.root / "state" / "busy.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table one (n integer)")
        db.execute("create table other (n integer)")
        db.commit()
    stop = threading.Event()

    def write():
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as db:
            n = 0
            while not stop.is_set():
                n += 1
                with db:
                    db.execute("insert into one values (?)", [n])
                    db.execute("insert into other values (?)", [n])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = []
        for number in range(5):
            copies.append(tmp_path / f"{number}.sqlite")
            backup._copy_sqlite(path, copies[-1])
    finally:
        stop.set()
        writer.join()
        path.unlink()
    for copy in copies:
        with contextlib.closing(sqlite3.connect(copy)) as db:
            ((one,),) = db.execute("select count(*) from one").fetchall()
            ((other,),) = db.execute("select count(*) from other").fetchall()
            assert one == other


def test_the_commands_say_what_they_did_and_what_is_next(office, tmp_path):
    ran = CliRunner().invoke(main, ["backup", str(tmp_path / "b.zip"), "--site", str(office.root)])
    assert ran.exit_code == 0, ran.output
    assert "proved." in ran.output and "The keys are not in it." in ran.output
    ran = CliRunner().invoke(main, ["restore", str(tmp_path / "b.zip"), str(tmp_path / "new")])
    assert ran.exit_code == 0, ran.output
    assert "its current snapshot is whole" in ran.output and "Next: pcplan nightly" in ran.output
    manifest = json.loads(zipfile.ZipFile(tmp_path / "b.zip").read("MANIFEST.json"))
    assert manifest["with_keys"] is False
    assert Site.find(tmp_path / "new").root == tmp_path / "new"
