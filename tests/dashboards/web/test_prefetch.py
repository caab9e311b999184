"""Pages are there before they are asked for, after each publication too."""

import threading
import time

from dashboards.web import prefetch
from dashboards.web.app import create_app
from dashboards.web.services import EXTENSION

SECOND = "20191220T023000Z-later"


def made(app, snapshot_id):
    """The paths of the pages that are kept of a snapshot."""
    kept = list(app.extensions[EXTENSION].pages._pages)
    return {path for source, (path, _) in kept if source.snapshot_id == snapshot_id}


def test_each_theme_area_and_measure_is_made_beforehand(whole_folder):
    app = create_app(whole_folder, "board")
    prefetch.prefetch(app)
    kept = made(app, "20191218T023000Z-test")
    assert {"/", "/theme/offenders", "/quality"} <= kept
    assert {"/measures/typical_day_count", "/areas/E06000031"} <= kept


def test_a_new_snapshot_is_made_ready_while_nobody_asks(snapshot_tables, publish, monkeypatch):
    monkeypatch.setattr(prefetch, "_LOOK_SECONDS", 0.05)
    app = create_app(publish(snapshot_tables), "board")
    stopping = threading.Event()
    thread = threading.Thread(target=prefetch.keep_prefetching, args=(app, stopping), daemon=True)
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
    prefetch.keep_prefetching(create_app(tmp_path, "board"), stopping)
    assert len(looks) == 3
