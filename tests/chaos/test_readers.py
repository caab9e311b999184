"""Publications under readers: none fails, none is torn, none is old after one request."""

import json
import shutil
import subprocess
import sys
import time

import duckdb
import pytest

from pipelines import effects
from snapshot import snapshots
from tests.chaos.office import IS_LONG
from tests.conftest import ROOT
from tests.lanes import lane

PUBLICATIONS = 300 if IS_LONG else lane(40, 100)
PROCESSES, THREADS = 2, 8
READER = """
import json, sys, threading, time
from pathlib import Path
from dashboards.web.current import CurrentReader

library, stop = CurrentReader(Path(sys.argv[1]), "board"), threading.Event()
seen, errors, torn = [], [], []

def read():
    while not stop.is_set():
        begun = time.monotonic()
        try:
            reader = library.reader()
            published = reader.published
            rows = published.rows("select distinct value from observation")
            about = published.rows("select snapshot_id from snapshot")
            said = published.table("snapshot")[0]
            seen.append((begun, published.snapshot_id))
            whole = published.rows("select value from observation")
            values = {row["value"] for row in rows} | {row["value"] for row in whole}
            ids = {published.snapshot_id, about[0]["snapshot_id"], said["snapshot_id"]}
            if len(values) != 1 or len(ids) != 1 or reader.is_kept_back:
                torn.append((sorted(values), sorted(ids)))
        except Exception as error:
            errors.append(repr(error))
        time.sleep(0.005)

threads = [threading.Thread(target=read) for _ in range(int(sys.argv[2]))]
for thread in threads:
    thread.start()
print("reading", flush=True)
sys.stdin.readline()
stop.set()
for thread in threads:
    thread.join()
print(json.dumps({"seen": seen, "errors": errors, "torn": torn}))
"""


@pytest.fixture
def folder(room):
    """A published folder whose first snapshot says 0 in every figure."""
    home = room / "published"
    (home / "snapshots").mkdir(parents=True)
    publish(home, 0)
    return home


def publish(home, number):
    """Publish a snapshot whose every figure is its number, as a night does; return when."""
    snapshot_id = f"20191218T{number:06d}Z-abc"
    partial = home / "snapshots" / f"{snapshot_id}.partial"
    partial.mkdir()
    path = partial / "board.duckdb"
    with duckdb.connect(str(path), config={"threads": 1}) as connection:
        connection.execute(f"create table snapshot as select '{snapshot_id}' as snapshot_id")
        connection.execute(f"create table observation as select {number} as value from range(2000)")
    said = {"sha256": effects.sha256_of(path), "bytes": path.stat().st_size}
    manifest = snapshots.sealed({"snapshot_id": snapshot_id, "files": {path.name: said}})
    effects.write_text(partial / snapshots.MANIFEST, json.dumps(manifest))
    effects.replace(partial, home / "snapshots" / snapshot_id)
    effects.write_text(home / "CURRENT.json", json.dumps({"snapshot_id": snapshot_id}))
    if number > 20:  # as retention does, which keeps at least the last weeks
        shutil.rmtree(home / "snapshots" / f"20191218T{number - 20:06d}Z-abc")
    return time.monotonic(), snapshot_id


def test_readers_of_publications_one_after_another_meet_no_error_no_mixture_and_nothing_old(
    folder, tally
):
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(folder), str(THREADS)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for reader in readers:
        assert reader.stdout.readline() == "reading\n"
    flips = []
    for number in range(1, PUBLICATIONS + 1):
        flips.append(publish(folder, number))
        tally.fault("publication under readers")
        time.sleep(0.02)
    time.sleep(0.2)
    found = [json.loads(reader.communicate("stop\n")[0]) for reader in readers]

    seen = [entry for one in found for entry in one["seen"]]
    assert len(seen) > 2 * PUBLICATIONS, "the readers hardly read"
    assert len({snapshot_id for _, snapshot_id in seen}) > PUBLICATIONS // 10
    stale = [entry for entry in seen if is_stale(*entry, flips)]
    for kind in ("errors", "torn"):
        for problem in [entry for one in found for entry in one[kind]]:
            tally.fault("publication under readers", f"{kind}: {problem}")
    for entry in stale:
        tally.fault("publication under readers", f"stale: {entry}")
    assert {snapshot_id for _, snapshot_id in seen} >= {flips[-1][1]}


def is_stale(begun, snapshot_id, flips):
    """Say whether a request began after a later snapshot was current, and yet read this one."""
    current = [name for at, name in flips if at < begun]
    return bool(current) and snapshot_id < current[-1]
