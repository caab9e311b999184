"""The whole nightly, through Dagster, beside others: a second one, a load, a locked database."""

import contextlib
import shutil
import sqlite3
import threading
import time

import duckdb
import pytest

from pipelines.site.site import Site
from snapshot import snapshots
from tests import forked
from tests.chaos.office import IS_LONG, OF_THE_RUN, content_of
from tests.forked import PCPLAN, Forked
from tests.small_site import deliver_demand, incidents, make_site, run

pytestmark = pytest.mark.usefixtures("small_installation")

LOCKED_SECONDS = 30 if IS_LONG else 8  # SQLite itself gives up after five
PAIRS = 5 if IS_LONG else 1


@pytest.fixture
def site(first_night, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(first_night, root)
    return root


def pcplan(*arguments):
    """Start the command, as the scheduler or an officer does."""
    return Forked(PCPLAN, *arguments)


def test_of_two_nightlies_at_once_one_wins_and_the_other_ends_first_with_75(site, tally):
    for number in range(1, PAIRS + 1):
        deliver_demand(site, f"2019-{number + 1:02d}", 10 + number)
        ended = []

        def wait(process, ended=ended):
            said = "".join(process.communicate(timeout=600))
            ended.append((process.returncode, said))

        pair = [pcplan("nightly", "--site", site) for _ in range(2)]
        waiting = [threading.Thread(target=wait, args=(process,)) for process in pair]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        problem = ""
        if ended[0][0] != 75 or ended[1][0] not in (0, 1):
            problem = f"they ended with {ended}"
        elif "another nightly holds this site" not in ended[0][1]:
            problem = f"the loser says {ended[0][1]!r}"
        elif incidents(site, f"2019-{number + 1:02d}") != 28 * (10 + number):
            problem = "the winner did not publish what was delivered"
        tally.fault("two nightlies at once", problem)
    assert snapshots.verify(snapshots.find(Site(site).published)) == []


def test_files_received_while_a_nightly_runs_are_taken_in_by_it_or_by_the_next(
    site, tmp_path, tally
):
    deliver_demand(site, "2019-02", 11)
    elsewhere = tmp_path / "elsewhere"
    months = range(3, 13 if IS_LONG else 6)
    for month in months:
        deliver_demand_into(elsewhere, f"2019-{month:02d}", month)
    nightly = pcplan("nightly", "--site", site)
    while nightly.poll() is None and not (site / "state" / "nightly.lock").exists():
        time.sleep(0.05)
    for path in sorted(elsewhere.iterdir()):
        with pcplan("receive", path, "--site", site) as receiving:
            receiving.communicate(timeout=300)
            assert receiving.returncode == 0
        tally.fault("load beside a nightly")
    nightly.communicate(timeout=600)
    assert nightly.returncode in (0, 1)
    assert snapshots.verify(snapshots.find(Site(site).published)) == []
    assert incidents(site, "2019-02") == 28 * 11
    run(site)
    for month in months:
        assert incidents(site, f"2019-{month:02d}") == 28 * month


def deliver_demand_into(folder, month, count):
    """Write one month of demand into a folder that is not landing."""
    deliver_demand(folder.parent / "aside", month, count)
    folder.mkdir(exist_ok=True)
    name = f"police_demand_{month}.csv"
    shutil.copy(folder.parent / "aside" / "landing" / "police_demand" / name, folder / name)


def test_a_nightly_waits_while_somebody_else_has_dagsters_databases_locked(site, tally):
    deliver_demand(site, "2019-02", 12)
    history = site / "state" / "dagster" / "history"
    databases = [*history.rglob("*.db"), *(site / "state" / "dagster").rglob("schedules.db")]
    assert len({path.name for path in databases}) >= 2
    nightly = pcplan("nightly", "--site", site)
    with contextlib.ExitStack() as locks:
        for path in databases:
            connection = locks.enter_context(contextlib.closing(sqlite3.connect(path, timeout=30)))
            connection.isolation_level = None
            connection.execute("begin immediate")
            tally.fault("Dagster's database locked")
        time.sleep(LOCKED_SECONDS)
        still_waiting = nightly.poll() is None
    said = "".join(nightly.communicate(timeout=600))
    assert still_waiting, f"it did not wait: {said}"
    assert nightly.returncode in (0, 1), said
    assert incidents(site, "2019-02") == 28 * 12


SPOILT = ("CURRENT.json", "manifest.json", "board.duckdb", "exports/figures.csv")


@pytest.mark.parametrize("name", SPOILT if IS_LONG else SPOILT[2:3])
def test_a_nightly_with_nothing_new_publishes_again_where_what_is_published_is_spoilt(
    name, site, tally
):
    before = snapshots.find(Site(site).published)
    path = (site / "published" if name == "CURRENT.json" else before.folder) / name
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    published = run(site)
    problem = "" if published not in (None, before.snapshot_id) else "nothing was published"
    if not problem and snapshots.verify(snapshots.find(Site(site).published)):
        problem = "what was published is not whole"
    tally.fault(f"spoilt {name} before a nightly", problem)
    assert content_of(snapshots.find(Site(site).published).folder / "restricted.duckdb")


FAULTY = """
import sys
from pathlib import Path
from pipelines import effects
from pipelines.site.site import Site
from tests.chaos.nights import Fault

at, raises = int(sys.argv[2]), sys.argv[3] or None
effects.before = Fault(at, raises)
from pipelines.nightly.run import run_night
run_night(Site(Path(sys.argv[1])))
print("effects", effects.before.done)
"""


def faulty(root, at, raises=""):
    """Run a nightly whose k-th effect fails; return its status and how many effects it had."""
    done = forked.run(FAULTY, root, at, raises)
    last = done.stdout.strip().splitlines()[-1:] or [""]
    return done.returncode, int(last[0].split()[1]) if last[0].startswith("effects") else None


def test_a_nightly_through_dagster_fails_at_its_kth_effect_and_the_next_is_as_if_it_had_not(
    first_night, tmp_path, tally
):
    def fresh(name):
        root = tmp_path / name
        shutil.copytree(first_night, root)
        deliver_demand(root, "2019-02", 11)
        return root

    undisturbed = fresh("undisturbed")
    status, count = faulty(undisturbed, 0)
    assert status == 0
    assert count > 40
    new = content_of(snapshots.find(Site(undisturbed).published).folder / "restricted.duckdb")
    for at in range(2, count + 1, 3) if IS_LONG else [2 * count // 3]:
        root = fresh(f"at-{at}")
        raises = "ENOSPC" if at % 2 else ""
        faulty(root, at, raises)
        snapshot = snapshots.find(Site(root).published)
        problem = ""
        if snapshots.verify(snapshot) or incidents(root, "2019-02") not in (None, 28 * 11):
            problem = "neither the old night nor the new one is shown whole"
        else:
            run(root)
            found = content_of(snapshots.find(Site(root).published).folder / "restricted.duckdb")
            different = sorted(name for name in new if found[name] != new[name])
            problem = f"the next night differs in {different}" if different else ""
        tally.fault("a nightly's effect fails", problem and f"{at}: {problem}")
        shutil.rmtree(root)


def exported(folder):
    """Write out every published table, row by row as it lies, apart from what is of the run.

    Beside it are named the tables that have nothing of the run.
    """
    found, steady = {}, set()
    for path in sorted(folder.glob("*.duckdb")):
        with duckdb.connect(str(path), read_only=True) as connection:
            for (table,) in connection.execute("show tables").fetchall():
                names = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
                kept = ", ".join(f'"{name}"' for name in names if name not in OF_THE_RUN)
                rows = connection.execute(f"select {kept} from {table} order by rowid").fetchall()
                found[f"{path.name}: {table}"] = "\n".join(map(repr, rows)).encode()
                if not OF_THE_RUN & set(names):
                    steady.add(f"{path.name}: {table}")
    return found, steady


def test_two_sites_with_the_same_deliveries_publish_the_same_bytes(first_night, tmp_path):
    second = make_site(tmp_path / "site")
    assert run(second) is not None
    assert_same_bytes(first_night, second)


def assert_same_bytes(*roots):
    """Hold two sites' current snapshots against each other, but for what is of the run itself."""
    ours, theirs = (snapshots.find(Site(root).published) for root in roots)
    (left, steady), (right, _) = exported(ours.folder), exported(theirs.folder)
    assert len(left) > 60
    assert [name for name in left if left[name] != right[name]] == []
    assert len(steady) > 60
    prints = [
        {
            f"{name}: {table}": about["fingerprint"]
            for name, file in one.manifest["files"].items()
            for table, about in file["tables"].items()
        }
        for one in (ours, theirs)
    ]
    assert [name for name in steady if prints[0][name] != prints[1][name]] == []
