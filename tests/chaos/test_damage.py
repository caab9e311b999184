"""Published files and the working store cut short or with a bit turned over by a failing disk."""

import json
import random
import subprocess
import sys

import pytest

from dashboards.web.current import CurrentReader
from pipelines.errors import PcplanError, SnapshotError
from pipelines.monitoring import doctor_site
from pipelines.store.warehouse import damaged
from snapshot import snapshots
from tests.chaos.office import IS_LONG
from tests.conftest import ROOT

FLIPS = 60 if IS_LONG else 12
CUTS = 12 if IS_LONG else 4
ARTEFACT = "exports/figures.csv"


@pytest.fixture
def two_nights(published, room, nights):
    """An office with two nights published; the later one is current."""
    office = published.copy(room / "office")
    first = snapshots.current_id(office.site.published)
    assert nights.run(office) == 0, nights.log
    return office, first, snapshots.current_id(office.site.published)


def spoilt(content, chance):
    """Yield copies of a file's bytes, each with one bit turned over or its end cut off."""
    for _ in range(FLIPS):
        place = chance.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        yield f"bit of byte {place}", bytes(changed)
    for _ in range(CUTS):
        length = chance.randrange(len(content))
        yield f"cut to {length} bytes", content[:length]


def found_by_verify(office):
    """Say whether `pcplan verify` finds something wrong with the current snapshot."""
    try:
        return bool(snapshots.verify(snapshots.find(office.site.published)))
    except SnapshotError:
        return True


def doctor_is_worried(office):
    """Say whether `pcplan doctor` finds something wrong with it."""
    try:
        return not doctor_site.current_snapshot(office.site)[0]
    except PcplanError:
        return True  # the doctor tells an error as what it found


def shown(office, audience="board"):
    """Return what freshly started dashboards show: which snapshot, and whether it is kept back."""
    reader = CurrentReader(office.site.published, audience).reader()
    figures = reader.published.rows("select count(*) as n, sum(value) as total from observation")
    assert figures[0]["n"] > 0
    reader.published.close()
    return reader.published.snapshot_id, reader.is_kept_back


@pytest.mark.parametrize("name", ["board.duckdb", snapshots.MANIFEST, ARTEFACT, "CURRENT.json"])
def test_a_spoilt_file_is_found_and_the_last_good_night_is_shown_until_the_next_one(
    name, two_nights, nights, tally
):
    office, first, second = two_nights
    path = office.site.published / "snapshots" / second / name
    if name == "CURRENT.json":
        path = office.site.published / name
    content = path.read_bytes()
    for what, changed in spoilt(content, random.Random(name)):
        path.write_bytes(changed)
        tally.fault(f"spoilt {name}", _harm(office, name, (first, second), what, content, changed))
    path.write_bytes(content[: len(content) // 2])
    assert nights.run(office) == 0
    healed = snapshots.current_id(office.site.published)
    assert healed not in (first, second)
    assert shown(office) == (healed, False)
    assert not found_by_verify(office)


def _harm(office, name, both, what, content, changed):
    if name in (snapshots.MANIFEST, "CURRENT.json") and _same_json(content, changed):
        return ""  # a space more or less: what it says is the same
    if not found_by_verify(office):
        return f"{what}: verify does not find it"
    if not doctor_is_worried(office):
        return f"{what}: doctor does not find it"
    if name == ARTEFACT:
        return ""  # the dashboards read no export
    snapshot_id, is_kept_back = shown(office)
    if not is_kept_back:
        return f"{what}: the dashboards do not say that they show another night"
    if snapshot_id not in both or (name != "CURRENT.json" and snapshot_id != both[0]):
        return f"{what}: the dashboards show {snapshot_id}"
    return ""


def _same_json(content, changed):
    try:
        return json.loads(changed) == json.loads(content)
    except ValueError:
        return False


WITH_A_LOG = """
import os, sys
from pathlib import Path
from pipelines import effects
from tests.chaos.nights import Fault
from tests.chaos.office import ChaosOffice
office = ChaosOffice(Path(sys.argv[1]))
commits = 0
def die(kind, path):
    global commits
    commits += kind == "commit" and path.name == "working.duckdb"
    if commits == int(sys.argv[2]):
        os._exit(77)
effects.before = die
office.run()
"""


@pytest.fixture
def killed(published, room):
    """An office whose night was killed, so that its working store has a write-ahead log."""
    office = published.copy(room / "office")
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_LOG, str(office.folder), "6"], cwd=ROOT, check=False
    )
    assert done.returncode == 77
    log = office.site.warehouse_file.with_name("working.duckdb.wal")
    assert log.stat().st_size > 1_000
    return office, log


@pytest.mark.parametrize("which", ["write-ahead log", "working store"])
def test_a_spoilt_store_is_set_aside_and_the_next_night_is_as_if_nothing_had_been(
    which, killed, reference, room, nights, tally
):
    office, log = killed
    new = reference.new
    path = log if which == "write-ahead log" else office.site.warehouse_file
    content = path.read_bytes()
    trials, set_aside = list(spoilt(content, random.Random(which))), 0
    for what, changed in trials if IS_LONG else trials[:: len(trials) // 5]:
        trial = office.copy(room / "trial")
        there = trial.root / path.relative_to(office.root)
        there.write_bytes(changed)
        ended = nights.run(trial)
        if ended == 3 and which == "working store":
            # The damage lay where the night read at last: it fails, and the next one begins anew.
            assert trial.content() == reference.old
            ended = nights.run(trial)
        problem = ""
        if ended != 0:
            problem = f"{what}: the night ended with {ended}"
        elif trial.content() != new:
            problem = f"{what}: the night is not as if nothing had been"
        tally.fault(f"spoilt {which}", problem)
        set_aside += bool(damaged(there.parent))
        trial.remove()
    assert set_aside, "no damage was met: all of it lay where nothing is kept"
