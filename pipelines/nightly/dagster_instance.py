"""Dagster's own storage in a site: made, opened, and put right after a run that was killed."""

import datetime as dt
import json
import os
from typing import TYPE_CHECKING

from pipelines import effects
from pipelines.errors import PcplanError
from pipelines.nightly.processes import is_alive, is_owned
from pipelines.retention.retention import Keep
from pipelines.site.site import Site

if TYPE_CHECKING:
    import dagster as dg

NEVER_BEGAN = dt.timedelta(hours=1)
WAITED_IN_VAIN = dt.timedelta(hours=24)  # a queued run may wait for a long night to end

DAGSTER_YAML = """\
telemetry:
  enabled: false
nux:
  enabled: false
run_storage:
  module: pipelines.nightly.dagster_storage
  class: WaitingRunStorage
  config:
    base_dir: "{home}/history"
event_log_storage:
  module: pipelines.nightly.dagster_storage
  class: KeptEventLogStorage
  config:
    base_dir: "{home}/history/runs"
schedule_storage:
  module: pipelines.nightly.dagster_storage
  class: WaitingScheduleStorage
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


def home_of(site: Site) -> str:
    """Make a site's folder for Dagster with its settings, and return its path."""
    home = site.state / "dagster"
    effects.make_folder(home)
    settings = home / "dagster.yaml"
    written = DAGSTER_YAML.format(home=json.dumps(home.as_posix())[1:-1])
    if not settings.exists() or settings.read_text(encoding="utf-8") != written:
        effects.write_text(settings, written)
    return str(home)


def instance_of(site: Site) -> "dg.DagsterInstance":
    """Open Dagster's storage of this site, making it where there is none."""
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "500")  # what a run plans is stored at once
    import dagster as dg

    os.environ["DAGSTER_HOME"] = home_of(site)
    return dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"])


def orphans(
    instance: "dg.DagsterInstance", at: dt.datetime | None = None
) -> list[tuple["dg.DagsterRun", str]]:
    """List every run that Dagster thinks is still to come or under way, but is not; and why."""
    import dagster as dg

    under_way = [
        dg.DagsterRunStatus.NOT_STARTED,
        dg.DagsterRunStatus.QUEUED,
        dg.DagsterRunStatus.STARTING,
        dg.DagsterRunStatus.STARTED,
        dg.DagsterRunStatus.CANCELING,
    ]
    at = at or dt.datetime.now(dt.UTC)
    found = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=under_way)):
        run, tags = record.dagster_run, dict(record.dagster_run.tags)
        waits = run.status == dg.DagsterRunStatus.QUEUED
        age = at - record.create_timestamp.astimezone(dt.UTC)
        if is_owned(tags):
            if not is_alive(tags):
                found.append((run, "Its process is gone: it was killed or lost power."))
        elif age > (WAITED_IN_VAIN if waits else NEVER_BEGAN):
            hours = round(age / dt.timedelta(hours=1))
            found.append((run, f"It was asked for {hours:,} hours ago, and no process took it up."))
    return found


def reconcile(instance: "dg.DagsterInstance", at: dt.datetime | None = None) -> list[str]:
    """Report every orphan as failed; return their ids."""
    found = orphans(instance, at)
    for run, reason in found:
        instance.report_run_failed(run, reason)
    return [run.run_id for run, _ in found]


def reconcile_site(site: Site) -> None:
    """Report as failed what a night that was cut off has left, where no run of ours will."""
    instance = instance_of(site)
    try:
        reconcile(instance)
    finally:
        instance.dispose()


def forget_runs(
    instance: "dg.DagsterInstance", days: int, at: dt.datetime | None = None
) -> list[str]:
    """Delete the runs that were made more days ago, with their events; return their ids.

    The last run of any asset stays, so that Dagster's pages go on saying when it was built.
    """
    import dagster as dg

    ended = [
        dg.DagsterRunStatus.SUCCESS,
        dg.DagsterRunStatus.FAILURE,
        dg.DagsterRunStatus.CANCELED,
    ]
    before = (at or dt.datetime.now(dt.UTC)) - dt.timedelta(days=days)
    old = instance.get_run_ids(dg.RunsFilter(statuses=ended, created_before=before))
    if not old:
        return []
    last = {record.asset_entry.last_run_id for record in instance.get_asset_records()}
    forgotten = [run_id for run_id in old if run_id not in last]
    for run_id in forgotten:
        # Not `delete_run`: that forgets the run first, so that none would try again.
        instance.event_log_storage.delete_events(run_id)
        instance.run_storage.delete_run(run_id)
    return forgotten


def forget_old_runs(site: Site, instance: "dg.DagsterInstance") -> tuple[str, ...]:
    """Delete what Dagster remembers of runs for longer than the site keeps it.

    The night has published, so nothing here may fail it: return what could not be done, and why.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        forget_runs(instance, Keep.of(site).run_days)
    except (PcplanError, OSError, SQLAlchemyError) as error:
        return (f"Dagster's record of old runs stays until the next run: {error}",)
    return ()
