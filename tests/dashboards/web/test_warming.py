"""Pages are there before they are asked for, after each publication too."""

import threading
import time

from dashboards.web import warming
from dashboards.web.app import create_app

SECOND = "20191220T023000Z-later"


def made(app, snapshot_id):
    """The addresses of the pages that are kept of a snapshot."""
    library = app.extensions["library"].of("board")
    return {key[3] for key in list(library._pages) if key[0] == snapshot_id}


def test_each_theme_area_and_measure_is_made_beforehand(whole_folder):
    app = create_app(whole_folder, "board")
    warming.warm(app)
    kept = made(app, "20191218T023000Z-test")
    assert {"/", "/theme/offenders", "/quality"} <= kept
    assert any(address.startswith("/measures/typical_day_count?") for address in kept)
    assert any(address.startswith("/areas/E06000031") for address in kept)


def test_a_new_snapshot_is_made_ready_while_nobody_asks(snapshot_tables, publish, monkeypatch):
    monkeypatch.setattr(warming, "_LOOK_SECONDS", 0.05)
    app = create_app(publish(snapshot_tables), "board")
    stopping = threading.Event()
    thread = threading.Thread(target=warming.keep_warm, args=(app, stopping), daemon=True)
    thread.start()
    publish(snapshot_tables, SECOND)
    until = time.monotonic() + 60
    while "/quality" not in made(app, SECOND) and time.monotonic() < until:
        time.sleep(0.05)
    stopping.set()
    thread.join(60)
    assert "/quality" in made(app, SECOND)
    assert not thread.is_alive()


def test_a_folder_with_nothing_published_is_looked_at_again(tmp_path, monkeypatch):
    looks = []
    stopping = threading.Event()

    def look(_):
        looks.append(1)
        return len(looks) > 2 and stopping.set()

    monkeypatch.setattr(stopping, "wait", look)
    warming.keep_warm(create_app(tmp_path, "board"), stopping)
    assert len(looks) == 3
