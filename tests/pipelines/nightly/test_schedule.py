"""What Dagster's daemon is told to do: when it asks for a night, and how it runs one."""

import datetime as dt

import dagster as dg
import pytest

from pipelines import definitions
from pipelines.monitoring import heartbeat
from pipelines.nightly import missed_nights, schedule
from pipelines.nightly.dagster_instance import instance_of
from pipelines.nightly.dagster_schedule import (
    delivery_sensor,
    nightly_schedule,
    overdue_sensor,
)
from pipelines.nightly.run import Manner, due_nights
from pipelines.site import lock
from pipelines.site.site import Site
from snapshot import snapshots
from tests import forked
from tests.small_site import make_site

pytestmark = pytest.mark.usefixtures("small_installation")


@pytest.fixture
def site(tmp_path, monkeypatch):
    root = make_site(tmp_path / "site")
    monkeypatch.setenv("PCPLAN_SITE", str(root))
    return Site(root)


def test_the_schedule_is_at_the_sites_own_night_time_in_its_own_zone_and_on(site):
    assert nightly_schedule().cron_schedule == "30 2 * * *"
    text = f'nightly_time = "03:45"\ntime_zone = "Europe/Jersey"\n{_text(site)}'
    (site.root / "site.toml").write_text(text, encoding="utf-8")
    made = nightly_schedule()
    assert (made.cron_schedule, made.execution_timezone) == ("45 3 * * *", "Europe/Jersey")
    assert made.default_status == dg.DefaultScheduleStatus.RUNNING
    for sensor in (delivery_sensor, overdue_sensor):
        assert sensor.default_status == dg.DefaultSensorStatus.RUNNING


def _text(site):
    return (site.root / "site.toml").read_text(encoding="utf-8")


def test_a_tick_asks_for_the_night_of_its_local_date(site):
    tick = dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)  # 02:30, the first of summer time
    context = dg.build_schedule_context(scheduled_execution_time=tick)
    asked = nightly_schedule()(context)
    assert asked.run_key == "2027-03-28"
    with lock.hold(site):
        skipped = nightly_schedule()(context)
    assert skipped.skip_message == "A night is running on this site."


def test_the_sensors_keep_their_place_and_say_why_they_skip(site):
    context = dg.build_sensor_context()
    skipped = delivery_sensor(context)
    assert "when it keeps still" in skipped.skip_message
    asked = delivery_sensor(dg.build_sensor_context(cursor=context.cursor))
    assert isinstance(asked, dg.RunRequest)
    now = missed_nights.now()
    for days in (0, 1):
        due = missed_nights.Due(now.date() - dt.timedelta(days=days))
        missed_nights.write(site, due, missed_nights.QUIET, now)
    assert overdue_sensor().skip_message.endswith("is done.")


def run_of_the_schedule(instance):
    """Run the job as a run worker of the daemon's does."""
    job = definitions.build_definitions().resolve_job_def("nightly")
    return job.execute_in_process(instance=instance, raise_on_error=False)


def said_in(instance, run_id):
    return [entry.user_message for entry in instance.all_logs(run_id) if entry.user_message]


def test_a_run_of_the_schedule_is_the_night_itself_and_says_what_the_command_says(site):
    with instance_of(site) as instance:
        result = run_of_the_schedule(instance)
        assert result.success
        (run,) = instance.get_runs()
        said = said_in(instance, run.run_id)
        assert {"pcplan/pid", "pcplan/business_date"} <= run.tags.keys()
        built = result.filter_events(lambda event: event.is_step_materialization)
    snapshot_id = snapshots.find(site.published).snapshot_id
    assert any(f"Published snapshot {snapshot_id}" in line for line in said)
    assert any(line.startswith("core.police_demand ") for line in said)
    assert "core/police_demand" in {event.asset_key.to_user_string() for event in built}
    assert [line.event for line in missed_nights.read(site)] == ["began", "published"]
    assert heartbeat.read(site).snapshot_id == snapshot_id


def test_a_night_that_finds_another_running_is_no_failure(site):
    with instance_of(site) as instance, lock.hold(site):
        # A lock is its process's own, so another process looks at it.
        done = forked.run(SCHEDULED, site.root)
        assert done.returncode == 0, done.stderr
        (run,) = instance.get_runs()
        assert schedule.BUSY in said_in(instance, run.run_id)
        assert run.is_success


SCHEDULED = """
import os, sys
os.environ["PCPLAN_SITE"] = sys.argv[1]
from pipelines import definitions
from pipelines.nightly.dagster_instance import instance_of
from pipelines.site.site import Site
with instance_of(Site.find()) as instance:
    definitions.build_definitions().resolve_job_def("nightly").execute_in_process(instance=instance)
"""


def test_a_night_that_fails_is_a_failed_run_with_its_words(site):
    (site.root / "plan" / "plan.yaml").write_text("themes: [", encoding="utf-8")
    with instance_of(site) as instance:
        result = run_of_the_schedule(instance)
        assert not result.success
        (failure,) = result.filter_events(lambda event: event.is_step_failure)
        assert "is not valid YAML" in failure.step_failure_data.error_display_string
        assert "pcplan/pid" in instance.get_run_by_id(result.run_id).tags
    assert missed_nights.read(site)[-1].event == missed_nights.FAILED


def test_a_run_that_is_ended_from_outside_ends_its_night(site):
    steps = due_nights(site, Manner(), [])
    next(steps)  # the tables begin
    assert missed_nights.read(site)[-1].is_under_way
    steps.close()
    assert not missed_nights.read(site)[-1].is_under_way
    with lock.hold(site):
        pass
