"""What Dagster's daemon is told to do: when it asks for a night, and how it runs one."""

import datetime as dt

import dagster as dg
import pytest

from pipelines.errors import PcplanError
from pipelines.nightly import nights, schedule
from pipelines.nightly.dagster_home import instance_of
from pipelines.nightly.dagster_schedule import (
    delivery_sensor,
    nightly_schedule,
    nights_job,
    overdue_sensor,
)
from pipelines.site import lock
from pipelines.site.site import Site
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
    nights.write(site, nights.Due(nights.now().date()), nights.QUIET, nights.now())
    nights.write(
        site, nights.Due(nights.now().date() - dt.timedelta(days=1)), nights.QUIET, nights.now()
    )
    assert overdue_sensor().skip_message.endswith("is done.")


def test_a_night_that_finds_another_running_is_no_failure(site):
    said = []
    with lock.hold(site):
        assert schedule.run_nights(site, said.append) == 75
    assert said[-1] == schedule.BUSY


def test_a_night_that_fails_is_a_failed_run_with_its_words(site):
    (site.root / "plan" / "plan.yaml").write_text("themes: [", encoding="utf-8")
    with pytest.raises(PcplanError, match=r"ended with status 2: .*is not valid YAML"):
        schedule.run_nights(site, lambda line: None)
    with instance_of(site) as instance:
        result = nights_job.execute_in_process(instance=instance, raise_on_error=False)
        assert not result.success
        (failure,) = result.filter_events(lambda event: event.is_step_failure)
        assert "is not valid YAML" in failure.step_failure_data.error_display_string
        assert "pcplan/pid" in instance.get_run_by_id(result.run_id).tags


class StoppedError(Exception):
    pass


def test_a_run_that_is_ended_from_outside_ends_its_night(site):
    def stop(line):
        if "outcome" in line:  # the tables begin
            raise StoppedError

    with pytest.raises(StoppedError):
        schedule.run_nights(site, stop)
    (began,) = nights.read(site)
    assert not began.is_under_way
    with lock.hold(site):
        pass
