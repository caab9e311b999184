"""Dagster's record of runs does not grow for ever, and goes on saying when each table was built."""

import datetime as dt
from functools import partial
from pathlib import Path

import dagster as dg
import pytest

from pipelines.cli import development
from pipelines.nightly import dagster_instance, services
from pipelines.nightly.dagster_instance import forget_runs, instance_of
from pipelines.nightly.dagster_storage import KeptEventLogStorage
from pipelines.site.site import Site

DAYS = 90


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "site.toml").write_text("", encoding="utf-8")
    with instance_of(Site(tmp_path)) as opened:
        yield opened


def build(instance, *tables):
    """Run a job that builds these tables; return its run's id."""
    assets = [dg.asset(name=table)(lambda: None) for table in tables]
    done = dg.materialize(assets, instance=instance)
    assert done.success
    return done.run_id


def at(days):
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=days)


def databases(instance):
    folder = Path(instance.root_directory) / "history" / "runs"
    return {path.name.split(".")[0] for path in folder.iterdir()}


def test_old_runs_go_with_their_databases_but_for_the_last_that_built_a_table(instance):
    first, second, third = (
        build(instance, "area", "lsoa"), build(instance, "lsoa"), build(instance, "lsoa")
    )  # fmt: skip
    assert {first, second, third} <= databases(instance)
    assert forget_runs(instance, DAYS, at(89)) == []
    assert forget_runs(instance, DAYS, at(91)) == [second]
    assert databases(instance) == {first, third, "index"}
    assert instance.get_run_by_id(second) is None
    assert instance.get_latest_materialization_event(dg.AssetKey("area")).run_id == first
    assert instance.get_latest_materialization_event(dg.AssetKey("lsoa")).run_id == third
    assert len(instance.all_logs(third)) > 0

    fourth = build(instance, "area", "lsoa")
    assert sorted(forget_runs(instance, DAYS, at(91))) == sorted([first, third])
    assert databases(instance) == {fourth, "index"}
    assert forget_runs(instance, DAYS, at(91)) == []


def test_a_run_that_is_under_way_stays(instance):
    job = dg.GraphDefinition(name="under_way").to_job()
    lost = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert forget_runs(instance, DAYS, at(1_000)) == []
    assert instance.get_run_by_id(lost.run_id) is not None


def test_what_cannot_be_deleted_is_told_and_goes_the_next_time(instance, tmp_path, monkeypatch):
    old = build(instance, "lsoa")
    build(instance, "lsoa")
    site = Site(tmp_path)

    def refuse(self, run_id):
        raise PermissionError(13, "Permission denied", f"{run_id}.db")

    monkeypatch.setattr(dagster_instance, "forget_runs", partial(forget_runs, at=at(91)))
    with monkeypatch.context() as patched:
        patched.setattr(KeptEventLogStorage, "delete_events", refuse)
        (note,) = dagster_instance.forget_old_runs(site, instance)
    assert "stays until the next run" in note and "Permission denied" in note
    assert dagster_instance.forget_old_runs(site, instance) == ()
    assert old not in databases(instance)


def test_a_mistake_in_keep_is_told_and_does_not_fail_the_night_that_has_published(
    instance, tmp_path
):
    (tmp_path / "site.toml").write_text("[keep]\nrun_days = 0\n", encoding="utf-8")
    (note,) = dagster_instance.forget_old_runs(Site(tmp_path), instance)
    assert "run_days must be a whole number of 1 or more; found 0" in note


# As the build before the rooms wrote it: it names modules that are elsewhere now.
EARLIER_SETTINGS = """\
telemetry:
  enabled: false
run_storage:
  module: pipelines.dagster_stores
  class: PatientRunStorage
  config:
    base_dir: "{home}/history"
event_log_storage:
  module: pipelines.event_log
  class: KeptEventLogStorage
  config:
    base_dir: "{home}/history/runs"
schedule_storage:
  module: pipelines.dagster_stores
  class: PatientScheduleStorage
  config:
    base_dir: "{home}/schedules"
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
concurrency:
  runs:
    max_concurrent_runs: 1
run_monitoring:
  enabled: true
  start_timeout_seconds: 600
"""


@pytest.fixture
def earlier(instance, tmp_path):
    """A site whose Dagster folder an earlier build made, with a run; and that run's id."""
    run_id = build(instance, "area")
    home = tmp_path / "state" / "dagster"
    settings = EARLIER_SETTINGS.format(home=home.as_posix())
    (home / "dagster.yaml").write_text(settings, encoding="utf-8")
    return Site(tmp_path), run_id


def test_the_folder_that_an_earlier_build_made_goes_on_with_its_runs(earlier):
    site, run_id = earlier
    with instance_of(site) as opened:
        assert opened.get_run_by_id(run_id).is_success
        assert opened.get_latest_materialization_event(dg.AssetKey("area")).run_id == run_id
        assert not opened.nux_enabled


def test_the_daemon_and_dagsters_pages_are_started_with_settings_of_this_build(
    earlier, monkeypatch
):
    site, _ = earlier
    settings = site.state / "dagster" / "dagster.yaml"
    kept = settings.read_text(encoding="utf-8")
    services.environment(site)
    assert "pipelines.nightly.dagster_storage" in settings.read_text(encoding="utf-8")

    settings.write_text(kept, encoding="utf-8")
    found = []

    class Ended:
        returncode = 0

        def __init__(self, command):
            found.append((command, settings.read_text(encoding="utf-8")))

        def poll(self):
            return 0

        def terminate(self):
            pass

        def wait(self, timeout):
            pass

    monkeypatch.setattr(development.subprocess, "Popen", Ended)
    monkeypatch.setenv("PCPLAN_SITE", str(site.root))
    development.run(site, 3000, 8050)
    ((command, read),) = found
    assert "dagster" in command and "pipelines.nightly.dagster_storage" in read
