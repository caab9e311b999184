"""The door to data: the snapshot that CURRENT.json names, for one audience."""

import pytest

from dashboards.published import NotPublishedError, Published


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
