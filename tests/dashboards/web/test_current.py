"""The snapshot that the pages show: the newest that can be read."""

import json
from hashlib import sha256

from dashboards.web.app import create_app
from dashboards.web.current import CurrentReader
from snapshot import snapshots


def break_newest(folder, snapshot_id="20191220T023000Z-broken"):
    home = folder / "snapshots" / snapshot_id
    home.mkdir()
    (home / "board.duckdb").write_bytes(b"this is no database")
    (folder / "CURRENT.json").write_text(f'{{"snapshot_id": "{snapshot_id}"}}')


def test_a_snapshot_that_cannot_be_read_is_refused_and_the_last_good_one_stays(
    snapshot_tables, publish
):
    folder = publish(snapshot_tables)
    client = create_app(folder, "board").test_client()
    assert "cannot be read" not in client.get("/").text
    break_newest(folder)

    response = client.get("/")
    assert response.status_code == 200
    assert "The newest snapshot cannot be read." in response.text
    assert "20191218T023000Z-test" in response.text


def test_the_banner_goes_when_a_snapshot_can_be_read_again(snapshot_tables, publish):
    folder = publish(snapshot_tables)
    client = create_app(folder, "board").test_client()
    client.get("/")
    break_newest(folder)
    client.get("/")
    publish(snapshot_tables, "20191221T023000Z-good")
    page = client.get("/").text
    assert "cannot be read" not in page
    assert "20191221T023000Z-good" in page


def test_the_banner_goes_when_the_old_snapshot_is_chosen_again(snapshot_tables, publish):
    folder = publish(snapshot_tables)
    client = create_app(folder, "board").test_client()
    client.get("/")
    chosen = (folder / "CURRENT.json").read_text()
    break_newest(folder)
    assert "cannot be read" in client.get("/").text
    (folder / "CURRENT.json").write_text(chosen)
    assert "cannot be read" not in client.get("/").text


def test_dashboards_that_start_on_a_broken_snapshot_show_the_newest_good_one_and_say_so(
    snapshot_tables, publish
):
    publish(snapshot_tables, "20191216T023000Z-older")
    folder = publish(snapshot_tables, "20191217T023000Z-good")
    break_newest(folder)
    response = create_app(folder, "board").test_client().get("/")
    assert response.status_code == 200
    assert "The newest snapshot cannot be read." in response.text
    assert "20191217T023000Z-good" in response.text


def test_a_snapshot_whose_bytes_are_not_those_of_its_manifest_is_not_shown(
    snapshot_tables, publish
):
    publish(snapshot_tables, "20191217T023000Z-good")
    folder = publish(snapshot_tables, "20191218T023000Z-later")
    manifest = folder / "snapshots" / "20191218T023000Z-later" / "manifest.json"
    content = (manifest.parent / "board.duckdb").read_bytes()
    said = {"files": {"board.duckdb": {"sha256": sha256(content).hexdigest()}}}
    manifest.write_text(json.dumps(said))
    client = create_app(folder, "board").test_client()
    assert "20191218T023000Z-later" in client.get("/").text

    said["files"]["board.duckdb"]["sha256"] = sha256(content + b"x").hexdigest()
    manifest.write_text(json.dumps(said))
    page = create_app(folder, "board").test_client().get("/").text
    assert "The newest snapshot cannot be read." in page
    assert "20191217T023000Z-good" in page


def test_a_manifest_with_a_changed_word_proves_nothing(snapshot_tables, publish):
    publish(snapshot_tables, "20191217T023000Z-good")
    folder = publish(snapshot_tables, "20191218T023000Z-later")
    home = folder / "snapshots" / "20191218T023000Z-later"
    digest = sha256((home / "board.duckdb").read_bytes()).hexdigest()
    said = snapshots.sealed({"office": "Ours", "files": {"board.duckdb": {"sha256": digest}}})
    (home / "manifest.json").write_text(json.dumps(said))
    assert "later" in create_app(folder, "board").test_client().get("/").text
    (home / "manifest.json").write_text(json.dumps(said | {"office": "Theirs"}))
    assert "20191217T023000Z-good" in create_app(folder, "board").test_client().get("/").text


def test_a_snapshot_that_fails_while_it_is_read_is_proved_again_at_the_next_request(
    snapshot_tables, publish
):
    publish(snapshot_tables, "20191217T023000Z-good")
    folder = publish(snapshot_tables, "20191218T023000Z-later")
    path = folder / "snapshots" / "20191218T023000Z-later" / "board.duckdb"
    said = {"files": {"board.duckdb": {"sha256": sha256(path.read_bytes()).hexdigest()}}}
    (path.parent / "manifest.json").write_text(json.dumps(said))
    current = CurrentReader(folder, "board")
    assert current.reader().published.snapshot_id == "20191218T023000Z-later"
    path.write_bytes(b"this is no database")
    current.doubt()
    reader = current.reader()
    assert reader.published.snapshot_id == "20191217T023000Z-good"
    assert reader.is_kept_back


def test_where_no_snapshot_can_be_read_the_page_says_what_to_run(snapshot_tables, publish):
    folder = publish(snapshot_tables)
    for path in (folder / "snapshots").glob("*/board.duckdb"):
        path.write_bytes(b"this is no database")
    response = create_app(folder, "board").test_client().get("/")
    assert response.status_code == 503
    assert "pcplan verify" in response.text
