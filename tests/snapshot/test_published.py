"""The door to data: the snapshot that CURRENT.json names, for one audience."""

import json
import os
import time

import pytest

from snapshot.published import Published
from snapshot.snapshots import NotPublishedError, Pointer, named_id


def test_the_current_snapshot_is_opened_by_default(published, published_folder):
    assert published.rows("select audience, force_name from snapshot") == [
        {"audience": "board", "force_name": "Cambridgeshire"}
    ]


def test_rejected_records_are_absent_from_the_board_file(published):
    tables = {row["table_name"] for row in published.rows("select table_name from duckdb_tables()")}
    assert "rejected_record" not in tables
    assert "observation" in tables


def test_no_snapshot_says_what_to_run(tmp_path):
    with pytest.raises(NotPublishedError, match="pcplan nightly"):
        Published(tmp_path)


def point_at(folder, snapshot_id, seconds_ago=0):
    fresh = folder / "fresh"
    fresh.write_text(json.dumps({"snapshot_id": snapshot_id}), encoding="utf-8")
    moment = time.time() - seconds_ago
    os.utime(fresh, (moment, moment))
    fresh.replace(folder / "CURRENT.json")


def test_a_pointer_that_stands_is_not_read_again_and_one_that_is_replaced_is(tmp_path, monkeypatch):
    read = []

    def noted(folder):
        read.append(folder)
        return named_id(folder)

    monkeypatch.setattr("snapshot.snapshots.named_id", noted)
    pointer = Pointer(tmp_path)
    with pytest.raises(NotPublishedError):
        pointer.snapshot_id()
    point_at(tmp_path, "a-night", seconds_ago=60)
    assert [pointer.snapshot_id() for _ in range(3)] == ["a-night"] * 3
    assert len(read) == 2
    point_at(tmp_path, "b-night", seconds_ago=50)
    assert pointer.snapshot_id() == "b-night"


def test_pointers_replaced_within_one_tick_of_the_clock_are_all_seen(tmp_path):
    pointer = Pointer(tmp_path)
    for number in range(50):
        point_at(tmp_path, f"{number:02d}-night")
        assert pointer.snapshot_id() == f"{number:02d}-night"
