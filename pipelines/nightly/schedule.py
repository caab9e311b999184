"""When the scheduler asks for a night: at its time, when a delivery has come, or when overdue."""

import contextlib
import datetime as dt
import json
from dataclasses import dataclass

from pipelines.catalogue.catalogue import fingerprint
from pipelines.ingest import landing
from pipelines.nightly import missed_nights
from pipelines.site import lock
from pipelines.site.site import Site

ON_ITS_WAY = dt.timedelta(minutes=15)  # after its moment, the schedule itself starts the night
TRY_AGAIN_AFTER = dt.timedelta(minutes=30)
MOST_TRIES = 3
BUSY = "A night is running on this site."


@dataclass(frozen=True)
class Request:
    """Whether a run is asked for, under which key, and why or why not."""

    run_key: str | None
    why: str
    cursor: str | None = None


def scheduled(site: Site, scheduled_for: dt.datetime) -> Request:
    """Ask for the night whose moment has come, unless one runs."""
    if lock.is_held(site):
        return Request(None, BUSY)
    date = scheduled_for.astimezone(site.time_zone).date()
    return Request(f"{date:%Y-%m-%d}", f"It is time for the night of {date}.")


def overdue(site: Site, at: dt.datetime) -> Request:
    """Ask for a night that should have been by now: the machine was off, or the night failed."""
    if site.is_demonstration:
        return Request(None, "This site's business date is fixed, so no night is overdue.")
    date = missed_nights.latest_moment(site, at)
    last = missed_nights.last_done(site, at)
    if last is not None and last >= date:
        return Request(None, f"The night of {date} is done.")
    if at < missed_nights.moment(site, date) + ON_ITS_WAY:
        return Request(None, f"The night of {date} is on its way.")
    if lock.is_held(site):
        return Request(None, BUSY)
    turns = [line for line in missed_nights.read(site) if line.business_date == date]
    tries = sum(line.event == missed_nights.BEGAN for line in turns)
    if tries >= MOST_TRIES:
        return Request(
            None,
            f"The night of {date} was tried {tries} times and did not end well; `pcplan doctor` "
            "says why. The next one is tried at its own time.",
        )
    if turns and at - turns[-1].at < TRY_AGAIN_AFTER:
        return Request(None, f"The night of {date} is tried again half an hour after it ended.")
    return Request(f"{date:%Y-%m-%d}/{tries + 1}/{at:%H}", f"The night of {date} was missed.")


def delivered(site: Site, cursor: str | None) -> Request:
    """Ask for a night when landing has changed since the last time, and has then kept still.

    The cursor says what landing was like when last looked at, and when last asked.
    """
    known = _cursor(cursor)
    now = _landing(site)
    if now == known.get("asked"):
        return Request(None, "No new delivery.", json.dumps(known))
    if now != known.get("seen"):
        waits = "Landing has changed; a night is asked for when it keeps still."
        return Request(None, waits, json.dumps({**known, "seen": now}))
    if lock.is_held(site):
        return Request(None, BUSY, json.dumps(known))
    return Request(now, "A delivery has arrived.", json.dumps({"seen": now, "asked": now}))


def _landing(site: Site) -> str:
    """Fingerprint what lies in landing by name, size and time; no file is opened."""
    found = []
    for path in sorted(site.landing.rglob("*")):
        if landing.is_unfinished(path):
            continue
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            if not path.is_dir():
                name = path.relative_to(site.landing).as_posix()
                found.append(f"{name}/{status.st_size}/{status.st_mtime_ns}")
    return fingerprint(*found)


def _cursor(text: str | None) -> dict[str, str]:
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
