"""Nights that were missed, run for real on a small site: with what had come by then, each once."""

import datetime as dt
import json
import shutil
import subprocess
import sys

import duckdb
import pytest

from pipelines.nightly import missed_nights
from pipelines.nightly.missed_nights import CAUGHT_UP, ON_THE_DAY, PUBLISHED, QUIET, Due
from pipelines.site.site import Site
from snapshot import snapshots
from tests import forked
from tests.small_site import deliver_demand, incidents, make_site

pytestmark = pytest.mark.usefixtures("small_installation")

# One process runs every night that is due by the clock it is given.
NIGHTS = """
import datetime as dt, json, sys
from pipelines.nightly.run import Manner, run_due_nights
from pipelines.site.site import Site

now = dt.datetime.fromisoformat(sys.argv[2])
done = run_due_nights(Site.find(sys.argv[1]), Manner(clock=lambda: now))
print(json.dumps([[str(o.business_date), o.how, o.snapshot_id, o.failure] for o in done]))
"""


def run_due(root, now):
    done = forked.run(NIGHTS, root, now.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def pcplan(root, *words):
    return forked.run(forked.PCPLAN, *words, "--site", root)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory):
    """A site after the night of three days ago, at midnight UTC."""
    root = make_site(tmp_path_factory.mktemp("missed") / "site")
    with (root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('time_zone = "UTC"\nnightly_time = "00:00"\n')
    then = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    ((date, how, snapshot_id, _),) = run_due(root, then)
    assert (date, how) == (f"{then:%Y-%m-%d}", ON_THE_DAY) and snapshot_id
    return root


@pytest.fixture
def site(first_night, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(first_night, root)
    return root


def days(root):
    """The business dates whose feeds the working store remembers a night of."""
    with duckdb.connect(str(Site(root).warehouse_file), read_only=True) as connection:
        return connection.execute(
            "select distinct business_date from quality.night_feed order by all"
        ).fetchall()


def test_missed_nights_are_run_oldest_first_with_what_had_come_by_then(site):
    # Delivered now: after the moments of all the nights that were missed, today's midnight too.
    deliver_demand(site, "2019-02", 11)
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    missed = [today - dt.timedelta(days=2), today - dt.timedelta(days=1)]

    done = run_due(site, now)
    assert [(date, how) for date, how, _, _ in done] == [
        (str(missed[0]), CAUGHT_UP), (str(missed[1]), CAUGHT_UP), (str(today), ON_THE_DAY),
    ]  # fmt: skip
    assert [snapshot_id is None for _, _, snapshot_id, _ in done] == [True, True, False]
    assert incidents(site, "2019-02") == 28 * 11

    # Each date once: the next command runs today's alone, and finds nothing new.
    assert run_due(site, now) == [[str(today), ON_THE_DAY, None, ""]]
    written = [(line.business_date, line.event) for line in missed_nights.read(Site(site))]
    assert written[2:] == [
        (missed[0], "began"), (missed[0], QUIET), (missed[1], "began"), (missed[1], QUIET),
        (today, "began"), (today, PUBLISHED), (today, "began"), (today, QUIET),
    ]  # fmt: skip


def test_a_missed_night_publishes_what_had_come_by_then_as_at_its_date(site):
    deliver_demand(site, "2019-02", 11)
    began = dt.datetime.now(dt.UTC)
    # Two days from now, with nobody there in between: the delivery came before both midnights.
    later = dt.datetime.combine(began.date() + dt.timedelta(days=2), dt.time(9), dt.UTC)
    missed_nights.write(Site(site), Due(began.date()), QUIET, began)
    done = run_due(site, later)
    tomorrow = began.date() + dt.timedelta(days=1)
    assert [date for date, *_ in done] == [str(tomorrow), f"{later:%Y-%m-%d}"]
    assert done[0][2] is not None and done[1][2] is None
    snapshot = snapshots.find(Site(site).published)
    assert snapshot.manifest["business_date"] == str(tomorrow)
    assert (tomorrow,) in days(site)
    assert incidents(site, "2019-02") == 28 * 11


def test_a_missed_night_that_fails_does_not_hold_up_the_next(site):
    """The disk is full in the older night, and no longer in the newer ones."""
    program = NIGHTS.replace(
        "done = ",
        "import errno\n"
        "from pipelines import effects\n"
        "left = [OSError(errno.ENOSPC, 'No space left on device')]\n"
        "def full(kind, path):\n"
        "    if kind == 'commit' and left: raise left.pop()\n"
        "effects.before = full\n"
        "done = ",
    )
    now = dt.datetime.now(dt.UTC)
    done = forked.run(program, site, now.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    first, second, third = json.loads(done.stdout.splitlines()[-1])
    assert "No space left on device" in first[3]
    assert (second[3], third[3]) == ("", "")
    assert missed_nights.last_done(Site(site), now) == now.date()


def test_a_night_that_hangs_is_ended_and_told(site):
    settings = site / "site.toml"
    settings.write_text(f"longest_night_hours = 0.0001\n{settings.read_text('utf-8')}", "utf-8")
    deliver_demand(site, "2019-02", 11)
    before = snapshots.find(Site(site).published).snapshot_id
    done = pcplan(site, "nightly")
    assert done.returncode == 3
    assert "took longer than 0.0001 hours" in done.stderr and "site.toml" in done.stderr
    last = missed_nights.read(Site(site))[-1]
    assert (last.event, last.reason) == ("failed", done.stderr.strip().splitlines()[-1])
    heartbeat = json.loads((site / "state" / "heartbeat.json").read_text(encoding="utf-8"))
    assert heartbeat["exit_status"] == 3
    assert snapshots.find(Site(site).published).snapshot_id == before
    assert snapshots.verify(snapshots.find(Site(site).published)) == []


LOCKED = """
import sqlite3, sys, time
path, seconds = sys.argv[1], float(sys.argv[2])
connection = sqlite3.connect(path, timeout=30, isolation_level=None)
connection.execute("begin exclusive")
print("held", flush=True)
time.sleep(seconds)
connection.execute("rollback")
"""


def lock(path, seconds):
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCKED, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline().strip() == "held"
    return holder


def test_dagsters_stores_wait_longer_than_the_five_seconds_they_are_shipped_with(site):
    from pipelines.nightly.dagster_instance import instance_of

    with instance_of(Site(site)) as instance:
        (run,) = instance.get_runs(limit=1)
        with lock(site / "state" / "dagster" / "history" / "runs.db", 7) as holder:
            assert holder.poll() is None
            instance.add_run_tags(run.run_id, {"waited": "yes"})
            assert holder.wait() == 0
        assert instance.get_run_by_id(run.run_id).tags["waited"] == "yes"


def test_a_database_that_stays_locked_is_told_in_words(site):
    deliver_demand(site, "2019-02", 11)
    program = (
        "import sys\n"
        "from pipelines.nightly import dagster_storage\n"
        "dagster_storage.BUSY_TIMEOUT_SECONDS = 1\n"
        "from pipelines.cli.main import main\n"
        "sys.argv = ['pcplan', 'nightly', '--site', sys.argv[1]]\n"
        "main()"
    )
    before = snapshots.find(Site(site).published).snapshot_id
    with lock(site / "state" / "dagster" / "history" / "runs.db", 600) as holder:
        done = forked.run(program, site)
        holder.kill()
    assert done.returncode == 3
    assert "Dagster's own database cannot be used (database is locked)" in done.stderr
    assert "Nothing was published." in done.stderr
    assert snapshots.find(Site(site).published).snapshot_id == before


def test_every_store_of_dagsters_waits_a_minute(site):
    from pipelines.nightly.dagster_instance import instance_of

    with instance_of(Site(site)) as instance:
        stores = (instance.run_storage, instance.schedule_storage)
        for store in stores:
            with store.connect() as connection:
                (waits,) = connection.exec_driver_sql("pragma busy_timeout").fetchone()
            assert waits == 60_000
        with instance.event_log_storage.index_connection() as connection:
            (waits,) = connection.exec_driver_sql("pragma busy_timeout").fetchone()
        assert waits == 60_000


def test_files_received_while_a_night_runs_are_all_taken_in_by_it_or_the_next(site, tmp_path):
    """A manual `pcplan receive` beside the missed nights: no file is lost, none is read in half."""
    months = range(2, 5)
    for month in months:
        deliver_demand(tmp_path / "office", f"2019-{month:02d}", month)
    with forked.Forked(forked.PCPLAN, "nightly", "--site", site) as night:
        for path in sorted((tmp_path / "office" / "landing" / "police_demand").iterdir()):
            received = pcplan(site, "receive", path)
            assert received.returncode == 0, received.stdout + received.stderr
        said = "".join(night.communicate())
        assert night.returncode in (0, 1), said
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    assert f"The night of {yesterday} was missed; it is run now." in said
    assert f"Missed night of {yesterday}: nothing new." in said
    assert snapshots.verify(snapshots.find(Site(site).published)) == []
    pcplan(site, "nightly")
    assert [incidents(site, f"2019-{month:02d}") for month in months] == [
        28 * month for month in months
    ]
