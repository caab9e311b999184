"""Which nights there have been, and which are due: a line in state/nights.jsonl at each turn.

A night belongs to one business date, the local date of the day it begins. A missed night is run
later as it would have been: with the deliveries received by its moment, the local night time of
that date, and with figures as at that date.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.build.builder import TableResult
from pipelines.errors import PcplanError, SnapshotError
from pipelines.nightly.processes import is_alive, ownership_tags
from pipelines.site.site import Site
from snapshot import snapshots

ON_THE_DAY, CAUGHT_UP, ASKED = "on the day", "caught up", "asked for"
BEGAN, PUBLISHED, QUIET, FAILED = "began", "published", "quiet", "failed"
DONE = (PUBLISHED, QUIET)
MOST_CAUGHT_UP = 31  # nights: after a longer absence, what came before is one delivery more
MOST_LINES = 5_000

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Due:
    """One night to run; without `received_by` it takes all that has been received."""

    business_date: dt.date
    how: str = ON_THE_DAY
    received_by: dt.datetime | None = None


@dataclass
class Outcome:
    """What a night did; `failure` says why a night that was caught up came to nothing.

    `notes` say what of keeping and forgetting could not be done yet.
    """

    business_date: dt.date
    snapshot_id: str | None = None
    results: list[TableResult] = field(default_factory=list)
    how: str = ON_THE_DAY
    failure: str = ""
    notes: tuple[str, ...] = ()

    @property
    def was_quiet(self) -> bool:
        """True where there was nothing to do."""
        return self.snapshot_id is None and not self.failure


@dataclass(frozen=True)
class Line:
    """One turn of one night, as it was written down."""

    business_date: dt.date
    how: str
    event: str
    at: dt.datetime
    snapshot_id: str | None = None
    reason: str = ""
    owner: dict[str, str] = field(default_factory=dict)

    @property
    def is_under_way(self) -> bool:
        """Say whether the process that began this night still runs."""
        return self.event == BEGAN and is_alive(self.owner)


def moment(site: Site, business_date: dt.date) -> dt.datetime:
    """Return when a night is due, in UTC: at the local night time, once on every date."""
    local = dt.datetime.combine(business_date, site.nightly_time, site.time_zone)
    return local.astimezone(dt.UTC)


def latest_moment(site: Site, at: dt.datetime) -> dt.date:
    """Return the business date of the last night whose moment has come."""
    today = site.business_date(now=at)
    return today if moment(site, today) <= at else today - dt.timedelta(days=1)


def read(site: Site) -> list[Line]:
    """Read what was written down, oldest first; a line that was cut off is passed over."""
    try:
        text = _path(site).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [line for raw in text.splitlines() if (line := _parsed(raw)) is not None]


def last_done(site: Site, at: dt.datetime) -> dt.date | None:
    """Return the latest business date that has had its night; None before the first."""
    done = {
        line.business_date
        for line in read(site)
        if line.event in DONE and line.how != ASKED and line.business_date <= _today(site, at)
    }
    return max(done, default=None) or _published_in_time(site)


def follows_one_cut_off(site: Site) -> bool:
    """Say of the night under way whether the one before it began and never came to an end."""
    return [line.event for line in read(site)[-2:]] == [BEGAN, BEGAN]


def due(site: Site, at: dt.datetime) -> list[Due]:
    """List the nights to run now: those that were missed, oldest first, and then today's."""
    today = _today(site, at)
    last = None if site.is_demonstration else last_done(site, at)
    missed = range(1, (today - last).days) if last is not None else range(0)
    dates = [last + dt.timedelta(days=days) for days in missed if last is not None]
    return [
        *(Due(date, CAUGHT_UP, moment(site, date)) for date in dates[-MOST_CAUGHT_UP:]),
        Due(today),
    ]


def asked_for(site: Site, business_date: dt.date | None, at: dt.datetime) -> Due:
    """Return the night of a date that somebody named, or today's."""
    if business_date is None or business_date == _today(site, at):
        return Due(_today(site, at))
    return Due(business_date, ASKED)


@contextlib.contextmanager
def written_down(site: Site, night: Due, clock: Clock = now) -> Iterator[Callable[[str], None]]:
    """Write down that a night begins and how it ends; call what is given with its snapshot."""
    published: list[str] = []
    write(site, night, BEGAN, clock(), owner=ownership_tags())
    try:
        yield published.append
    except PcplanError as error:
        write(site, night, FAILED, clock(), reason=str(error))
        raise
    except BaseException as error:
        with contextlib.suppress(OSError):
            write(site, night, FAILED, clock(), reason=f"{type(error).__name__}: {error}")
        raise
    if published:
        write(site, night, PUBLISHED, clock(), snapshot_id=published[-1])
    else:
        write(site, night, QUIET, clock())


def write(site: Site, night: Due, event: str, at: dt.datetime, **more: Any) -> None:
    """Write one line; now and then the oldest are forgotten."""
    effects.make_folder(site.state)
    said = {"business_date": night.business_date, "how": night.how, "event": event, "at": at}
    path = _path(site)
    if event == BEGAN:
        _mend(path)
    effects.append_line(path, json.dumps(said | more, default=str, ensure_ascii=False))


def _mend(path: Path) -> None:
    """End a line that was cut off, and keep the file short."""
    content = path.read_bytes() if path.exists() else b""
    lines = content.splitlines(keepends=True)
    if content and (not content.endswith(b"\n") or len(lines) > MOST_LINES):
        whole = [line for line in lines if line.endswith(b"\n")]
        effects.write_bytes(path, b"".join(whole[-MOST_LINES // 2 :]))


def _parsed(raw: str) -> Line | None:
    try:
        said = json.loads(raw)
        return Line(
            dt.date.fromisoformat(said["business_date"]),
            str(said["how"]),
            str(said["event"]),
            dt.datetime.fromisoformat(said["at"]),
            said.get("snapshot_id"),
            str(said.get("reason") or ""),
            dict(said.get("owner") or {}),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _published_in_time(site: Site) -> dt.date | None:
    """Before anything was written down: the date of the current snapshot, if made on that day."""
    try:
        snapshot = snapshots.current(site.published)
    except SnapshotError:
        return None
    if snapshot is None:
        return None
    business_date = dt.date.fromisoformat(snapshot.manifest["business_date"])
    published = dt.datetime.fromisoformat(snapshot.manifest["published_at"])
    is_in_time = published.astimezone(site.time_zone).date() == business_date
    return business_date if is_in_time else None


def _today(site: Site, at: dt.datetime) -> dt.date:
    return site.business_date(now=at)


def _path(site: Site) -> Path:
    return site.state / "nights.jsonl"
