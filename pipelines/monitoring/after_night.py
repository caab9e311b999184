"""What follows every night, however it ended: the audit log, the heartbeat, and telling people.

Nothing here can fail a night: what cannot be written or sent is a warning. What is not configured
is not even imported.
"""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.audit.log import AuditLog, account
from pipelines.errors import AuditError, BusyError, PcplanError
from pipelines.monitoring import heartbeat
from pipelines.monitoring.heartbeat import Heartbeat
from pipelines.site.site import Site

Warn = Callable[[str], None]
_ADDRESSES = ("PCPLAN_TEAMS_URL", "PCPLAN_WEBHOOK_URL", "PCPLAN_PING_URL")


@dataclass
class Night:
    """One night as it goes; whoever runs it fills in what it published and how it ended."""

    business_date: dt.date
    snapshot_id: str | None = None
    exit_status: int = 0
    error: BaseException | None = None


def now() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


@contextlib.contextmanager
def watched(
    site: Site, business_date: dt.date, warn: Warn, clock: Callable[[], dt.datetime] = now
) -> Iterator[Night]:
    """Run a night within this: however it ends, that is entered, noted and told."""
    night = Night(business_date)
    try:
        yield night
    except BusyError:
        raise  # another night runs, and will tell how it ended
    except BaseException as error:
        night.error = error
        night.exit_status = error.exit_status if isinstance(error, PcplanError) else 3
        follow(site, night, warn, clock())
        raise
    follow(site, night, warn, clock())


def follow(site: Site, night: Night, warn: Warn, at: dt.datetime) -> None:
    """Enter how a night ended, leave the heartbeat, and tell whoever is to be told."""
    before = heartbeat.read(site)
    log = AuditLog.of(site)
    head = _entered(log, night, warn)
    beat = Heartbeat(at, night.business_date, night.exit_status, night.snapshot_id, head)
    try:
        heartbeat.write(site, beat)
    except OSError as error:
        warn(f"{heartbeat.path_of(site)}: the heartbeat cannot be written ({error.strerror}).")
    if not is_anybody_told(site):
        return
    try:
        _tell(site, night, beat, before, bool(log.breaks), warn)
    except PcplanError as error:
        warn(f"Nobody was told of this night. {error}")
    except Exception as error:  # noqa: BLE001  (whatever goes wrong in telling, the night stands)
        warn(f"Nobody was told of this night: {type(error).__name__}. See `pcplan doctor`.")


def is_anybody_told(site: Site) -> bool:
    """Say, at no cost, whether anybody is to be told or any address pinged."""
    return bool(site.settings.tell) or any(os.environ.get(name) for name in _ADDRESSES)


def _entered(log: AuditLog, night: Night, warn: Warn) -> str:
    """Enter the night in the audit log; return the log's head."""
    who = account()
    said = {"business_date": night.business_date, "exit_status": night.exit_status}
    drafts = [log.draft("run", who, {"what": "nightly", **said})]
    if night.snapshot_id:
        drafts.append(log.draft("publish", who, {"snapshot_id": night.snapshot_id}))
    try:
        return log.write_all(drafts).head
    except AuditError as error:
        warn(f"{error} The night stands, but is not in the log.")
        return ""


def _tell(
    site: Site,
    night: Night,
    beat: Heartbeat,
    before: Heartbeat | None,
    is_log_broken: bool,
    warn: Warn,
) -> None:
    from pipelines.monitoring.notifications.digest import send_due
    from pipelines.monitoring.notifications.facts import Ended, kind_of
    from pipelines.monitoring.notifications.send import ping, tell_night
    from pipelines.monitoring.notifications.settings import read_settings
    from pipelines.monitoring.status import read_status

    settings = read_settings(site)
    status = None
    with contextlib.suppress(PcplanError):
        status = read_status(site, night.business_date)
    ended = Ended(
        night.business_date,
        night.exit_status,
        night.snapshot_id,
        failure=kind_of(night.error) if night.error else "",
        nights_missed=_missed(site, beat, before),
        is_log_broken=is_log_broken,
        audit_head=beat.audit_head,
        is_synthetic=bool(status and status.is_synthetic),
    )
    today = beat.at.astimezone(site.time_zone).date()
    tell_night(site, settings, ended, status, today, warn)
    send_due(site, settings, today, warn)
    ping(settings, ended, warn)


def _missed(site: Site, beat: Heartbeat, before: Heartbeat | None) -> int:
    """Count the nights between the heartbeat before and this one on which none ended."""
    if before is None:
        return 0
    days = beat.at.astimezone(site.time_zone).date() - before.at.astimezone(site.time_zone).date()
    return max(days.days - 1, 0)
