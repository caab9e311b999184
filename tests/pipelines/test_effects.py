"""The one module of effects: each can be made to fail, and leaves the old file or the new one."""

import errno
import os
from functools import partial

import pytest

from pipelines import effects
from snapshot import snapshots
from tests.pipelines.conftest import CRIME_COUNT, Office


class FailsAt:
    """A hook that fails the k-th effect, and knows what was done."""

    def __init__(self, at=0):
        self.at, self.done = at, []

    def __call__(self, kind, path):
        self.done.append(kind)
        if len(self.done) == self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_a_written_file_is_flushed_moved_into_place_and_the_folder_flushed(tmp_path, monkeypatch):
    hook = FailsAt()
    monkeypatch.setattr(effects, "before", hook)
    effects.write_text(tmp_path / "a.txt", "crème\r\n")
    expected = ["open", "write", "fsync", "replace", "fsync"]
    assert hook.done == expected
    assert (tmp_path / "a.txt").read_bytes() == "crème\r\n".encode()
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_where_writing_fails_the_old_file_stays_and_nothing_is_left_beside_it(
    at, tmp_path, monkeypatch
):
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(effects, "before", FailsAt(at))
    with pytest.raises(OSError, match="No space left"):
        effects.write_text(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_where_only_the_last_flush_fails_the_new_file_is_there_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(effects, "before", FailsAt(5))
    with pytest.raises(OSError, match="No space left"):
        effects.write_text(path, "new")
    assert path.read_text() == "new"


def test_a_copy_is_whole_or_not_there(tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    effects.copy(source, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == source.read_bytes()
    monkeypatch.setattr(effects, "before", FailsAt(2))
    with pytest.raises(OSError, match="No space left"):
        effects.copy(source, tmp_path / "second")
    assert names(tmp_path) == ["copy", "source"]


def test_a_line_is_added_at_the_end_and_flushed(tmp_path, monkeypatch):
    hook = FailsAt()
    monkeypatch.setattr(effects, "before", hook)
    effects.append_line(tmp_path / "log", "one")
    effects.append_line(tmp_path / "log", "two")
    assert (tmp_path / "log").read_bytes() == b"one\ntwo\n"
    assert hook.done == ["open", "write", "fsync"] * 2


def test_a_folder_is_moved_as_one(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("x")
    effects.replace(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["b", "file"]


def test_a_scratch_folder_is_gone_afterwards_though_its_use_failed(tmp_path):
    with pytest.raises(ValueError, match="spoilt"), effects.scratch(tmp_path / "in") as folder:
        (folder / "x").write_text("x")
        int("spoilt")
    assert names(tmp_path) == ["in"]


def test_only_what_dead_writers_left_is_swept(tmp_path):
    dead = tmp_path / ".a.txt.4194303-1.partial"  # beyond any process's number on Linux
    ours = tmp_path / f".a.txt.{os.getpid()}-1.partial"
    theirs = tmp_path / "download.partial"
    below = tmp_path / "folder" / ".b.txt.4194303-1.partial"
    below.parent.mkdir()
    for path in (dead, ours, theirs, below):
        path.write_text("half")
    effects.sweep(tmp_path)
    assert names(tmp_path) == sorted([ours.name, theirs.name, "folder", below.name])
    effects.sweep(tmp_path, deep=True)
    assert names(tmp_path) == sorted([ours.name, theirs.name, "folder"])


def effects_of(do, monkeypatch):
    """Do something; return the kinds of its effects in order."""
    hook = FailsAt()
    with monkeypatch.context() as patched:
        patched.setattr(effects, "before", hook)
        do()
    return hook.done


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """Two offices with one night: one has a month of one force, the other eleven of four hundred."""
    made = []
    for forces in (1, 400):
        office = Office(tmp_path_factory.mktemp("office"))
        office.core("crime", "-- Crimes.\n\nselect * from raw.crime\n")
        office.metric("crime_count", CRIME_COUNT)
        rows = [
            f"2019-{month:02d}-01,E23{force:06d},{month + force}\n"
            for month in range(1, 12 if forces > 1 else 2)
            for force in range(1, forces + 1)
        ]
        office.deliver("crime/a.csv", "Month,Force,Crimes\n" + "".join(rows))
        office.night()
        made.append(office)
    return made


def test_promotion_and_rollback_have_the_same_effects_for_a_small_and_a_large_snapshot(
    offices, monkeypatch
):
    small, large = offices
    first = [office.publish() for office in offices]
    publications = [effects_of(office.publish, monkeypatch) for office in offices]
    rollbacks = [
        effects_of(partial(snapshots.point_at, office.site.published, snapshot_id), monkeypatch)
        for office, snapshot_id in zip(offices, first, strict=True)
    ]
    count = "select count(*) from observation"
    assert large.published(count)[0][0] > 1_000 * small.published(count)[0][0]
    assert publications[0] == publications[1]
    # The folder gets its name, the pointer is replaced, the figures are registered; then it closes.
    flip = ["open", "write", "fsync", "replace", "fsync"]
    assert publications[0][-9:] == ["replace", "fsync", *flip, "commit", "checkpoint"]
    assert rollbacks == [flip, flip]
