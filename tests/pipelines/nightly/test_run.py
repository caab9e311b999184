"""The whole night in a process of its own: killed anywhere, it leaves a whole snapshot and heals."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from dashboards.web.app import create_app
from pipelines.errors import BusyError, ConfigurationError
from pipelines.nightly.dagster_instance import instance_of, reconcile
from pipelines.nightly.processes import NICENESS, PID, STARTED, is_alive, ownership_tags
from pipelines.nightly.run import run_night
from pipelines.site import lock
from pipelines.site.site import Site
from snapshot import snapshots
from snapshot.export import measure_sheet
from snapshot.published import Published
from tests import forked
from tests.conftest import ROOT
from tests.small_site import deliver_demand, incidents, make_site, run, start

pytestmark = pytest.mark.usefixtures("small_installation")

KILLS = 3  # through Dagster; tests/chaos kills hundreds without it


@pytest.fixture
def site(first_night, tmp_path):
    root = tmp_path / "site"
    shutil.copytree(first_night, root)
    return root


def test_the_first_night_publishes_what_was_delivered(first_night):
    assert incidents(first_night, "2019-01") == 280
    assert snapshots.verify(snapshots.find(Site(first_night).published)) == []


def test_a_night_with_nothing_new_has_no_run_and_no_snapshot(site):
    runs = site / "state" / "dagster" / "history" / "runs.db"
    before = (
        runs.read_bytes(),
        (site / "published" / "CURRENT.json").read_bytes(),
        sorted(path.name for path in (site / "published" / "snapshots").iterdir()),
    )
    # The copied site lies in another folder: it is told apart from a change of what is in it.
    assert run(site) is None
    assert before == (
        runs.read_bytes(),
        (site / "published" / "CURRENT.json").read_bytes(),
        sorted(path.name for path in (site / "published" / "snapshots").iterdir()),
    )


def test_a_night_killed_anywhere_leaves_a_whole_snapshot_and_the_next_succeeds_unaided(site):
    chance = random.Random(20191218)
    if os.name == "nt":
        pytest.skip("Windows has no kill -9.")
    deliver_demand(site, "2019-02", 11)
    began = time.perf_counter()
    assert run(site) is not None
    length = time.perf_counter() - began
    killed = 0
    for attempt in range(KILLS):
        deliver_demand(site, "2019-03", 20 + attempt)
        with start(site) as process:
            time.sleep(length * chance.uniform(0.05, 1))
            if process.poll() is None:
                process.kill()
                killed += 1
        snapshot = snapshots.find(Site(site).published)
        assert snapshots.verify(snapshot) == [], f"after kill {attempt + 1}"
        assert incidents(site, "2019-02") == 28 * 11
    assert killed, "the nights ended before they were killed"
    deliver_demand(site, "2019-03", 99)
    assert run(site) is not None
    assert incidents(site, "2019-03") == 28 * 99
    assert snapshots.verify(snapshots.find(Site(site).published)) == []
    left = [path.name for path in (site / "published").rglob("*.partial")]
    assert left == []


def test_a_first_night_killed_leaves_no_pointer_and_the_next_publishes(tmp_path):
    if os.name == "nt":
        pytest.skip("Windows has no kill -9.")
    root = make_site(tmp_path / "site")
    with start(root) as process:
        time.sleep(1)
        process.kill()
    pointer = root / "published" / "CURRENT.json"
    assert not pointer.exists() or snapshots.verify(snapshots.find(Site(root).published)) == []
    run(root)
    assert incidents(root, "2019-01") == 280


KILLED_BEFORE_PUBLISHING = """
import os, signal, sys
from pipelines.nightly.run import Manner, run_night
from pipelines.site.site import Site
waiting = set()
def hear(kind, what):
    if kind == "touched":
        waiting.update(what)
    elif kind == "table":
        waiting.discard(what.table)
        if not waiting:
            os.kill(os.getpid(), signal.SIGKILL)
run_night(Site.find(sys.argv[1]), manner=Manner(listener=hear))
"""


def test_a_night_killed_between_building_and_publishing_is_published_by_the_next(site):
    if os.name == "nt":
        pytest.skip("Windows has no kill -9.")
    deliver_demand(site, "2019-02", 11)
    done = forked.run(KILLED_BEFORE_PUBLISHING, site)
    assert done.returncode == -signal.SIGKILL
    assert incidents(site, "2019-02") is None
    assert run(site) is not None
    assert incidents(site, "2019-02") == 308


def test_a_run_that_dagster_left_started_is_reported_failed(site):
    import dagster as dg

    with instance_of(Site(site)) as instance:
        lost = instance.create_run_for_job(
            dg.Definitions(jobs=[dg.GraphDefinition(name="lost").to_job()]).resolve_job_def("lost"),
            status=dg.DagsterRunStatus.STARTED,
            tags={PID: "4194303", STARTED: "1.00"},
        )
        ours = instance.create_run_for_job(
            dg.Definitions(jobs=[dg.GraphDefinition(name="ours").to_job()]).resolve_job_def("ours"),
            status=dg.DagsterRunStatus.STARTED,
            tags=ownership_tags(),
        )
        assert reconcile(instance) == [lost.run_id]
        assert instance.get_run_by_id(lost.run_id).status == dg.DagsterRunStatus.FAILURE
        assert instance.get_run_by_id(ours.run_id).status == dg.DagsterRunStatus.STARTED


def test_a_process_is_told_from_another_that_later_got_its_number():
    tags = ownership_tags()
    assert is_alive(tags)
    assert not is_alive(tags | {STARTED: "1.00"})
    assert not is_alive({})
    assert not is_alive({PID: "not a number", STARTED: "1.00"})


def test_a_night_lets_others_have_the_processor_first():
    code = (
        "from pipelines.nightly.processes import give_way; import psutil; give_way(); give_way(); "
        "print(int(psutil.Process().nice()))"
    )
    said = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    below_normal = 16384  # Windows' name for it is a number of its own
    assert int(said) == (below_normal if os.name == "nt" else NICENESS)


def test_a_second_nightly_is_refused_while_one_holds_the_site(site):
    with lock.hold(Site(site)):
        code = (
            "import sys; from pipelines.site.site import Site; from pipelines.nightly.run import run_night\n"
            "from pipelines.errors import BusyError\n"
            "try: run_night(Site.find(sys.argv[1]))\n"
            "except BusyError as error: print(error); sys.exit(error.exit_status)"
        )
        done = forked.run(code, site)
    assert done.returncode == BusyError.exit_status == 75
    assert "another nightly holds this site" in done.stdout


def test_the_site_is_free_at_once_when_its_holder_is_killed(site):
    if os.name == "nt":
        pytest.skip("Windows has no kill -9.")
    code = (
        "import sys, time; from pipelines.site import lock; from pipelines.site.site import Site\n"
        "with lock.hold(Site(__import__('pathlib').Path(sys.argv[1]))):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(site)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(BusyError), lock.hold(Site(site)):
            pass
        holder.kill()
        holder.wait()
        with lock.hold(Site(site)):
            pass


def test_a_pointer_that_names_nothing_is_told_in_words(site):
    from pipelines.errors import SnapshotError

    pointer = site / "published" / "CURRENT.json"
    pointer.write_text("{}", encoding="utf-8")
    with pytest.raises(SnapshotError, match="does not name a snapshot"):
        snapshots.find(Site(site).published)
    pointer.write_text(json.dumps({"snapshot_id": "20000101T000000Z-abc"}), encoding="utf-8")
    with pytest.raises(SnapshotError, match="there is no snapshot 20000101T000000Z-abc"):
        snapshots.find(Site(site).published)


def test_a_broken_plan_stops_the_night_before_anything_is_done(site):
    (site / "plan" / "plan.yaml").write_text("themes: [", encoding="utf-8")
    before = (site / "warehouse" / "working.duckdb").stat().st_mtime_ns
    with pytest.raises(ConfigurationError, match="is not valid YAML"):
        run_night(Site(site))
    assert (site / "warehouse" / "working.duckdb").stat().st_mtime_ns == before


def test_a_changed_plan_is_published_though_nothing_was_delivered(site):
    events = site / "plan" / "events.yaml"
    events.write_text(
        events.read_text(encoding="utf-8")
        + '- {event_date: 2019-06-01, text: "A new control room", note: "", metric_ids: [], '
        "is_break: false}\n",
        encoding="utf-8",
    )
    assert run(site) is not None
    assert run(site) is None


OFFICE_METRIC = """/* metric
title = "Incidents recorded in the month"
definition = "Incident records opened in the month."
theme = "communities"
objective_id = "C1"
unit = "count"
better_when = "neither"
basis = "flow"
population = "Incidents"
geography = "Police force area"
numerator_name = "Incidents"
numerator_unit = "incident"
aggregation = "sum"
frequency = "month"
lag_months = 1
publisher = "The force"
owner = "Analyst, OPCC"
caveats = ["An incident is not a crime."]
*/

select
    area_code,
    date_trunc('month', demand_date)::date as period_start_date,
    last_day(demand_date) as period_end_date,
    sum(demand_count)::bigint as numerator,
    numerator::double as value,
from core.police_demand
where demand_type = 'incident'
group by all
"""


def test_a_metric_of_the_office_s_own_is_one_file_and_is_found_everywhere(site):
    (site / "metrics").mkdir(exist_ok=True)
    path = site / "metrics" / "office_incident_count.sql"
    path.write_text(OFFICE_METRIC, encoding="utf-8")
    assert run(site) is not None

    folder = snapshots.find(Site(site).published).folder
    with duckdb.connect(str(folder / "public.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select value, state from observation where metric_id = 'office_incident_count'"
        ).fetchall()
    assert found == [(280, "final")]  # 28 days of 10
    exported = measure_sheet(Published(site / "published", "public"), "office_incident_count")
    assert exported.metric["title"] == "Incidents recorded in the month"
    pages = create_app(site / "published", "public").test_client()
    for address in ("/theme/communities", "/measures", "/dictionary"):
        assert "Incidents recorded in the month" in pages.get(address).get_data(as_text=True)
    measure = pages.get("/measures/office_incident_count").get_data(as_text=True)
    assert "An incident is not a crime." in measure
