"""What `pcplan doctor` looks at in the scheduling: daemon, schedule, sensors, nights, lost runs."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.nightly import missed_nights
from pipelines.nightly.dagster_instance import instance_of, orphans
from pipelines.nightly.missed_nights import BEGAN, DONE, FAILED
from pipelines.site import lock
from pipelines.site.site import Site
from snapshot import snapshots

if TYPE_CHECKING:
    import dagster as dg

HEARTBEAT_TOLERANCE = dt.timedelta(minutes=5)
SCHEDULE = "nightly_schedule"
SENSORS = ("delivery_sensor", "overdue_sensor")
TICKS_LATE = dt.timedelta(minutes=30)
START = (
    "Start the service (`systemctl start pcplan-daemon`; on Windows, the task "
    "pcplan\\pcplan-daemon). `pcplan service install` makes it where there is none."
)
SWITCH_ON = (
    "Switch it on in Dagster's own pages (`pcplan dev`, Automation), or: "
    "dagster {what} start {name} -m pipelines.definitions"
)


def daemon(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether Dagster's daemon lives: each of its parts leaves a heartbeat."""
    if (verdict := _needs_none(site)) is not None:
        return verdict
    at = at or missed_nights.now()
    with _instance(site) as instance:
        beats = instance.get_daemon_heartbeats() if instance else {}
        needed = set(instance.get_required_daemon_types()) if instance else set()
    if not beats:
        return look(
            "Dagster's daemon has never run on this site, so no night starts by itself", START
        )
    ages = {name: at - dt.datetime.fromtimestamp(beat.timestamp, dt.UTC)
            for name, beat in beats.items() if name in needed}  # fmt: skip
    silent = sorted(name for name, age in ages.items() if age > HEARTBEAT_TOLERANCE)
    if not ages or len(silent) == len(ages):
        since = max(dt.datetime.fromtimestamp(beat.timestamp, dt.UTC) for beat in beats.values())
        return look(f"Dagster's daemon does not run; last seen {_when(site, since)}", START)
    failing = [(name, beat.errors[0]) for name, beat in beats.items() if beat.errors]
    if silent or failing:
        said = f"{', '.join(silent)} does not answer" if silent else ""
        error = f"{failing[0][0]}: {failing[0][1].message.strip()}" if failing else ""
        return look(
            f"Dagster's daemon is not whole: {'; '.join(filter(None, (said, error)))}",
            "Restart the service (`systemctl restart pcplan-daemon`); its log says more.",
        )
    return well(f"Dagster's daemon lives: {len(ages)} parts, last seen {_when(site, at)}")


def schedule(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether the schedule is on, whether its last tick ran, and how that ended."""
    if (verdict := _needs_none(site)) is not None:
        return verdict
    at = at or missed_nights.now()
    with _instance(site) as instance:
        state, tick = _last_tick(instance, SCHEDULE)
    if state is None:
        return look("the daemon has not taken up the schedule yet", START)
    if state.status.value == "STOPPED":
        return look(
            "the schedule is off, so no night starts by itself",
            SWITCH_ON.format(what="schedule", name=SCHEDULE),
        )
    if tick is None:
        return well(f"is on; its first tick is at {site.nightly_time:%H:%M} {site.time_zone}")
    ticked = dt.datetime.fromtimestamp(tick.timestamp, dt.UTC)
    if (problem := _failed(site, tick)) is not None:
        return problem
    due = missed_nights.moment(site, missed_nights.latest_moment(site, at))
    if ticked < due and at > due + TICKS_LATE:
        return look(
            f"is on, but did not tick at {_when(site, due)}; last at {_when(site, ticked)}",
            "Restart the service (`systemctl restart pcplan-daemon`). A night that was missed is "
            "run by the next one, or now: `pcplan nightly`.",
        )
    return well(f"is on; last ticked {_when(site, ticked)} ({tick.status.value.lower()})")


def sensors(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether deliveries and missed nights are watched for, and that watching goes well."""
    if (verdict := _needs_none(site)) is not None:
        return verdict
    at = at or missed_nights.now()
    ticked = []
    with _instance(site) as instance:
        found = {name: _last_tick(instance, name) for name in SENSORS}
    for name, (state, tick) in found.items():
        if state is None:
            return look(f"the daemon has not taken up {name} yet", START)
        if state.status.value == "STOPPED":
            return look(f"{name} is off", SWITCH_ON.format(what="sensor", name=name))
        if tick is not None and (problem := _failed(site, tick, name)) is not None:
            return problem
        if tick is not None:
            ticked.append(dt.datetime.fromtimestamp(tick.timestamp, dt.UTC))
    if ticked and at - max(ticked) > TICKS_LATE:
        return look(f"are on, but last looked {_when(site, max(ticked))}", START)
    return well("are on" + (f"; last looked {_when(site, max(ticked))}" if ticked else ""))


def nights_done(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look whether every business date has had its night, and whether one hangs."""
    at = at or missed_nights.now()
    lines = missed_nights.read(site)
    if not lines:
        return well("none has been written down yet")
    last = lines[-1]
    if last.is_under_way:
        age = at - last.at
        if age > site.longest_night:
            return look(
                f"the night of {last.business_date} runs since {_when(site, last.at)}, longer than "
                f"{site.longest_night / dt.timedelta(hours=1):g} hours",
                f"End its process ({last.owner.get('pcplan/pid')}): nothing is lost by that. Then "
                "run `pcplan nightly`.",
            )
        return well(f"the night of {last.business_date} runs since {_when(site, last.at)}")
    if site.is_demonstration:
        return well(f"the last was {last.event}; a demonstration site has no dates to catch up")
    done, due = missed_nights.last_done(site, at), missed_nights.latest_moment(site, at)
    if done is not None and done >= due:
        return well(f"each business date to {done} has had its night")
    ended = {line.business_date: line for line in lines}
    found = [
        date for date in _dates(done, due) if date not in ended or ended[date].event not in DONE
    ]
    bad = ended.get(found[-1]) if found else None
    reason = ""
    if bad is not None and bad.event == FAILED:
        reason = f" The last try failed: {bad.reason}"
    elif bad is not None and bad.event == BEGAN:
        reason = " The last try was cut off: it was killed, or power was lost."
    shown = f"{found[0]} to {found[-1]}" if len(found) > 1 else str(due)
    return look(
        f"{len(found) or 1} without a night: {shown}.{reason}",
        "Run `pcplan nightly`: it runs each date that was missed once, oldest first. Then see that "
        "the daemon and the schedule are well.",
    )


def lost_runs(site: Site, at: dt.datetime | None = None) -> Verdict:
    """Look for runs that Dagster thinks are to come or under way, but no process has."""
    with _instance(site) as instance:
        if instance is None:
            return well("there are none yet")
        dead = orphans(instance, at)
    if dead:
        shown = ", ".join(run.run_id[:8] for run, _ in dead)
        return look(
            f"{shown}: killed, or never taken up; Dagster still shows them as running or waiting",
            "Run `pcplan nightly`: it first reports them as failed.",
        )
    return well("none is lost")


def _needs_none(site: Site) -> Verdict | None:
    """A site that has not published yet, or stands at one date for ever, need not be scheduled."""
    if site.is_demonstration:
        return well("is not needed: a demonstration site stands at one date")
    if not snapshots.is_anything_published(site.published):
        return well("is not needed before the first snapshot; then: `pcplan service install`")
    return None


@contextlib.contextmanager
def _instance(site: Site) -> Iterator["dg.DagsterInstance | None"]:
    """Open Dagster's storage where there is one; looking makes none."""
    if not (site.state / "dagster").is_dir():
        yield None
        return
    instance = instance_of(site)
    try:
        yield instance
    finally:
        instance.dispose()


def _last_tick(instance: "dg.DagsterInstance | None", name: str) -> tuple[Any, Any]:
    """Find the state and last tick of a schedule or sensor; the latest, where the site has moved.

    Dagster gives no public name to the types of either; None where there is none.
    """
    found = []
    for state in instance.all_instigator_state() if instance else []:
        if state.instigator_name == name:
            assert instance is not None
            ticks = instance.get_ticks(state.instigator_origin_id, state.selector_id, limit=1)
            found.append((ticks[0].timestamp if ticks else 0.0, state, ticks[0] if ticks else None))
    if not found:
        return None, None
    _, state, tick = max(found, key=lambda one: one[0])
    return state, tick


def _failed(site: Site, tick: Any, name: str = "") -> Verdict | None:
    if tick.status.value != "FAILURE":
        return None
    error = tick.error.message.strip().splitlines()[0] if tick.error else "no reason was kept"
    ticked = _when(site, dt.datetime.fromtimestamp(tick.timestamp, dt.UTC))
    return look(
        f"{name} last tick, {ticked}, failed: {error}".strip(),
        "Mend what it says; it tries again by itself. The night can be run now: `pcplan nightly`.",
    )


def _dates(done: dt.date | None, due: dt.date) -> list[dt.date]:
    if done is None:
        return [due]
    return [done + dt.timedelta(days=days) for days in range(1, (due - done).days + 1)]


def _when(site: Site, at: dt.datetime) -> str:
    return f"{at.astimezone(site.time_zone):%Y-%m-%d %H:%M}"


def is_running(site: Site) -> Verdict:
    """Say whether a nightly runs now."""
    return well("a nightly runs now" if lock.is_held(site) else "no nightly runs now")
