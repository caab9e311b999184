"""The doctor on scheduling: each of its findings is well on a site that runs, and turns bad when not."""

import datetime as dt
import os

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
    SensorInstigatorData,
    TickData,
    TickStatus,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._daemon.types import DaemonHeartbeat
from dagster._utils.error import SerializableErrorInfo

from pipelines.monitoring import doctor_schedule
from pipelines.nightly import missed_nights
from pipelines.nightly.dagster_instance import instance_of, reconcile
from pipelines.nightly.missed_nights import Due
from pipelines.nightly.processes import PID, STARTED, ownership_tags
from pipelines.site.site import Site

NOW = dt.datetime(2027, 2, 10, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2027, 2, 10)
TICKED = NOW.replace(hour=2, minute=30)
REPOSITORY = RemoteRepositoryOrigin(
    ManagedGrpcPythonEnvCodeLocationOrigin(
        LoadableTargetOrigin(module_name="pipelines.definitions"), "pcplan"
    ),
    "__repository__",
)


@pytest.fixture
def site(tmp_path):
    """A site that has published once, so it needs a schedule."""
    (tmp_path / "state").mkdir()
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "CURRENT.json").write_text('{"snapshot_id": "x"}')
    (tmp_path / "site.toml").write_text('force_code = "E23000023"\n')
    return Site(tmp_path)


@pytest.fixture
def instance(site):
    with instance_of(site) as instance:
        yield instance


def beat(instance, at=NOW, errors=None, only=None):
    for name in only or instance.get_required_daemon_types():
        instance.add_daemon_heartbeat(DaemonHeartbeat(at.timestamp(), name, "daemon", errors))


def error(message):
    return SerializableErrorInfo(message, [], "Error")


def switch(instance, name, status=InstigatorStatus.DECLARED_IN_CODE):
    """Write the state that the daemon keeps of a schedule or a sensor."""
    origin = RemoteInstigatorOrigin(REPOSITORY, name)
    is_schedule = name == doctor_schedule.SCHEDULE
    data = (
        ScheduleInstigatorData("30 2 * * *", None)
        if is_schedule
        else SensorInstigatorData(min_interval=60)
    )
    kind = InstigatorType.SCHEDULE if is_schedule else InstigatorType.SENSOR
    return instance.add_instigator_state(InstigatorState(origin, kind, status, data))


def tick(instance, state, at, status=TickStatus.SKIPPED, failure=None):
    instance.create_tick(
        TickData(
            state.instigator_origin_id, state.instigator_name, state.instigator_type, status,
            at.timestamp(), error=failure, selector_id=state.selector_id, run_ids=[],
        )
    )  # fmt: skip


def test_a_daemon_that_lives_is_well_and_one_that_stopped_is_not(site, instance):
    beat(instance)
    is_well, found, _ = doctor_schedule.daemon(site, NOW + dt.timedelta(seconds=40))
    assert is_well and "Dagster's daemon lives" in found

    is_well, found, remedy = doctor_schedule.daemon(site, NOW + dt.timedelta(minutes=6))
    assert not is_well
    assert found == "Dagster's daemon does not run; last seen 2027-02-10 09:00"
    assert "systemctl start pcplan-daemon" in remedy


def test_a_daemon_of_which_one_part_is_silent_or_fails_is_told(site, instance):
    beat(instance, NOW - dt.timedelta(hours=1), only=["SCHEDULER"])
    beat(instance, NOW, only=["SENSOR", "QUEUED_RUN_COORDINATOR"])
    is_well, found, _ = doctor_schedule.daemon(site, NOW)
    assert not is_well
    assert found == "Dagster's daemon is not whole: SCHEDULER does not answer"

    beat(instance, NOW, errors=[error("no module named pipelines")], only=["SCHEDULER"])
    is_well, found, _ = doctor_schedule.daemon(site, NOW)
    assert not is_well
    assert "SCHEDULER: no module named pipelines" in found


def test_a_site_on_which_the_daemon_never_ran_is_told_how_to_have_it_run(site):
    is_well, found, remedy = doctor_schedule.daemon(site, NOW)
    assert not is_well
    assert "has never run on this site" in found
    assert "pcplan service install" in remedy


def test_before_the_first_snapshot_and_in_a_demonstration_no_daemon_is_missed(site):
    (site.published / "CURRENT.json").unlink()
    assert doctor_schedule.daemon(site, NOW)[0] and doctor_schedule.schedule(site, NOW)[0]
    (site.published / "CURRENT.json").touch()
    with (site.root / "site.toml").open("a") as file:
        file.write("[demonstration]\nbusiness_date = 2019-12-18\n")
    assert doctor_schedule.sensors(Site(site.root), NOW)[0]


def test_a_schedule_that_ticked_last_night_is_well(site, instance):
    state = switch(instance, doctor_schedule.SCHEDULE)
    assert doctor_schedule.schedule(site, NOW)[0]  # new, and yet to tick
    tick(instance, state, TICKED, TickStatus.SUCCESS)
    assert doctor_schedule.schedule(site, NOW) == (
        True, "is on; last ticked 2027-02-10 02:30 (success)", "",
    )  # fmt: skip


def test_a_schedule_that_is_not_taken_up_or_switched_off_is_told(site, instance):
    assert doctor_schedule.schedule(site, NOW)[1] == "the daemon has not taken up the schedule yet"
    switch(instance, doctor_schedule.SCHEDULE, InstigatorStatus.STOPPED)
    is_well, found, remedy = doctor_schedule.schedule(site, NOW)
    assert not is_well
    assert found == "the schedule is off, so no night starts by itself"
    assert "dagster schedule start nightly_schedule" in remedy


def test_a_schedule_that_did_not_tick_last_night_is_told(site, instance):
    state = switch(instance, doctor_schedule.SCHEDULE)
    tick(instance, state, TICKED - dt.timedelta(days=1), TickStatus.SUCCESS)
    is_well, found, _ = doctor_schedule.schedule(site, NOW)
    assert not is_well
    assert found == "is on, but did not tick at 2027-02-10 02:30; last at 2027-02-09 02:30"
    just_after = TICKED + dt.timedelta(minutes=10)
    assert doctor_schedule.schedule(site, just_after)[0]


def test_a_tick_that_failed_is_told_with_its_reason(site, instance):
    state = switch(instance, doctor_schedule.SCHEDULE)
    tick(instance, state, TICKED, TickStatus.FAILURE, error("site.toml: line 3 is not valid"))
    is_well, found, _ = doctor_schedule.schedule(site, NOW)
    assert not is_well
    assert found == "last tick, 2027-02-10 02:30, failed: site.toml: line 3 is not valid"


def test_sensors_are_well_when_both_are_on_and_looked_lately(site, instance):
    for name in doctor_schedule.SENSORS:
        tick(instance, switch(instance, name), NOW - dt.timedelta(minutes=2))
    assert doctor_schedule.sensors(site, NOW) == (
        True, "are on; last looked 2027-02-10 08:58", "",
    )  # fmt: skip
    is_well, found, _ = doctor_schedule.sensors(site, NOW + dt.timedelta(hours=1))
    assert not is_well and found == "are on, but last looked 2027-02-10 08:58"


@pytest.mark.parametrize("off", doctor_schedule.SENSORS)
def test_a_sensor_that_is_off_or_fails_is_named(site, instance, off):
    (on,) = set(doctor_schedule.SENSORS) - {off}
    switch(instance, on)
    assert doctor_schedule.sensors(site, NOW)[1] == f"the daemon has not taken up {off} yet"
    switch(instance, off, InstigatorStatus.STOPPED)
    assert doctor_schedule.sensors(site, NOW)[1] == f"{off} is off"


def test_a_sensor_whose_last_look_failed_is_named_with_the_reason(site, instance):
    for name in doctor_schedule.SENSORS:
        state = switch(instance, name)
    tick(instance, state, NOW, TickStatus.FAILURE, error("landing/: Permission denied"))
    is_well, found, _ = doctor_schedule.sensors(site, NOW)
    assert not is_well
    assert (
        found == "overdue_sensor last tick, 2027-02-10 09:00, failed: landing/: Permission denied"
    )


def night(site, date, event, how=missed_nights.ON_THE_DAY, **more):
    moment = missed_nights.moment(site, date)
    missed_nights.write(site, Due(date, how), missed_nights.BEGAN, moment, owner={})
    if event != missed_nights.BEGAN:
        missed_nights.write(site, Due(date, how), event, moment + dt.timedelta(minutes=1), **more)


def test_nights_that_are_all_done_are_well_and_missed_ones_are_listed(site):
    assert doctor_schedule.nights_done(site, NOW)[0]
    night(site, TODAY, missed_nights.QUIET)
    assert doctor_schedule.nights_done(site, NOW) == (
        True, "each business date to 2027-02-10 has had its night", "",
    )  # fmt: skip
    is_well, found, remedy = doctor_schedule.nights_done(site, NOW + dt.timedelta(days=3))
    assert not is_well
    assert found == "3 without a night: 2027-02-11 to 2027-02-13."
    assert "oldest first" in remedy


def test_a_night_that_failed_or_was_cut_off_is_told_with_why(site):
    night(site, TODAY - dt.timedelta(days=1), missed_nights.PUBLISHED)
    night(site, TODAY, missed_nights.FAILED, reason="the disk is full.")
    assert doctor_schedule.nights_done(site, NOW)[1] == (
        "1 without a night: 2027-02-10. The last try failed: the disk is full."
    )
    night(site, TODAY, missed_nights.BEGAN)
    is_well, found, _ = doctor_schedule.nights_done(site, NOW)
    assert not is_well
    assert "it was killed, or power was lost" in found


def test_a_night_that_runs_is_well_until_it_runs_too_long(site):
    missed_nights.write(site, Due(TODAY), missed_nights.BEGAN, TICKED, owner=ownership_tags())
    assert doctor_schedule.nights_done(site, TICKED + dt.timedelta(hours=2)) == (
        True, "the night of 2027-02-10 runs since 2027-02-10 02:30", "",
    )  # fmt: skip
    is_well, found, remedy = doctor_schedule.nights_done(site, TICKED + dt.timedelta(hours=4))
    assert not is_well
    assert "longer than 3 hours" in found
    assert str(os.getpid()) in remedy


def run_of(instance, status, tags):
    job = dg.Definitions(jobs=[dg.GraphDefinition(name="lost").to_job()]).resolve_job_def("lost")
    origin = RemoteJobOrigin(REPOSITORY, "lost")  # a run that waits must have one
    return instance.create_run_for_job(job, status=status, tags=tags, remote_job_origin=origin)


GONE = {PID: "4194303", STARTED: "1.00"}


@pytest.mark.parametrize("status", ["NOT_STARTED", "QUEUED", "STARTING", "STARTED", "CANCELING"])
def test_a_run_whose_process_is_gone_is_lost_however_far_it_came(site, instance, status):
    lost = run_of(instance, dg.DagsterRunStatus[status], GONE)
    ours = run_of(instance, dg.DagsterRunStatus[status], ownership_tags())
    is_well, found, _ = doctor_schedule.lost_runs(site)
    assert not is_well
    assert lost.run_id[:8] in found and ours.run_id[:8] not in found
    assert reconcile(instance) == [lost.run_id]
    assert instance.get_run_by_id(lost.run_id).status == dg.DagsterRunStatus.FAILURE
    assert doctor_schedule.lost_runs(site) == (True, "none is lost", "")


@pytest.mark.parametrize(("status", "hours"), [("NOT_STARTED", 1), ("STARTING", 1), ("QUEUED", 24)])
def test_a_run_that_no_process_took_up_is_lost_after_a_while(instance, status, hours):
    waiting = run_of(instance, dg.DagsterRunStatus[status], {})
    now = dt.datetime.now(dt.UTC)
    assert reconcile(instance, now + dt.timedelta(hours=hours, minutes=-1)) == []
    assert reconcile(instance, now + dt.timedelta(hours=hours, minutes=1)) == [waiting.run_id]


def test_a_process_number_given_to_another_process_does_not_keep_a_run_alive(instance):
    reused = run_of(
        instance, dg.DagsterRunStatus.STARTED, {PID: str(os.getpid()), STARTED: "1600000000.00"}
    )
    assert reconcile(instance) == [reused.run_id]
