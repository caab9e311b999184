"""The snapshot that the pages show: the newest that can be read, and pages made once."""

from dashboards.app import create_app
from dashboards.pages.library import Library
from dashboards.pages.reader import Reader


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


def test_where_no_snapshot_can_be_read_the_page_says_what_to_run(snapshot_tables, publish):
    folder = publish(snapshot_tables)
    break_newest(folder)
    response = create_app(folder, "board").test_client().get("/")
    assert response.status_code == 503
    assert "pcplan verify" in response.text


def test_a_page_is_made_once_however_often_it_is_asked_for(published_folder):
    library = Library(published_folder, "board")
    made = []

    def make(reader: Reader):
        made.append(reader)
        return "words", "text/plain"

    first, second = library.page("/x", make), library.page("/x", make)
    assert len(made) == 1
    assert first is second
    assert first.body == b"words"


def test_the_oldest_pages_make_room_for_new_ones(published_folder, monkeypatch):
    monkeypatch.setattr("dashboards.pages.library.MOST_BYTES", 60)
    library = Library(published_folder, "board")
    made = []

    def make(name):
        return lambda _: (made.append(name) or "words", "text/plain")

    for name in ("a", "b", "c", "a"):
        library.page(name, make(name))
    assert made == ["a", "b", "c", "a"]
