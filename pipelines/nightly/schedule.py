"""What the scheduler asks for and when; it runs a night by the command that an officer would give.

A process of its own for each night means one lock, one set of exit statuses and one way of telling
for the scheduler and the keyboard, and that tables and measures are read afresh every night.
"""

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from pipelines.catalogue.catalogue import fingerprint
from pipelines.errors import BusyError, PcplanError
from pipelines.ingest import landing
from pipelines.nightly import nights
from pipelines.site import lock
from pipelines.site.site import Site

ON_ITS_WAY = dt.timedelta(minutes=15)  # after its moment, the schedule itself starts the night
TRY_AGAIN_AFTER = dt.timedelta(minutes=30)
MOST_TRIES = 3
SECONDS_TO_END = 20.0
MOST_SAID = 8  # of its last lines, in the words of a run that failed
DONE = (0, 1)
BUSY = "A night is running on this site."


@dataclass(frozen=True)
class Wish:
    """Whether a run is asked for, under which key, and why or why not."""

    run_key: str | None
    why: str
    cursor: str | None = None


def scheduled(site: Site, scheduled_for: dt.datetime) -> Wish:
    """Ask for the night whose moment has come, unless one runs."""
    if lock.is_held(site):
        return Wish(None, BUSY)
    date = scheduled_for.astimezone(site.time_zone).date()
    return Wish(f"{date:%Y-%m-%d}", f"It is time for the night of {date}.")


def overdue(site: Site, at: dt.datetime) -> Wish:
    """Ask for a night that should have been by now: the machine was off, or the night failed."""
    if site.is_demonstration:
        return Wish(None, "This site's business date is fixed, so no night is overdue.")
    date = nights.latest_moment(site, at)
    last = nights.last_done(site, at)
    if last is not None and last >= date:
        return Wish(None, f"The night of {date} is done.")
    if at < nights.moment(site, date) + ON_ITS_WAY:
        return Wish(None, f"The night of {date} is on its way.")
    if lock.is_held(site):
        return Wish(None, BUSY)
    turns = [line for line in nights.read(site) if line.business_date == date]
    tries = sum(line.event == nights.BEGAN for line in turns)
    if tries >= MOST_TRIES:
        return Wish(
            None,
            f"The night of {date} was tried {tries} times and did not end well; `pcplan doctor` "
            "says why. The next one is tried at its own time.",
        )
    if turns and at - turns[-1].at < TRY_AGAIN_AFTER:
        return Wish(None, f"The night of {date} is tried again half an hour after it ended.")
    return Wish(f"{date:%Y-%m-%d}/{tries + 1}/{at:%H}", f"The night of {date} was missed.")


def delivered(site: Site, cursor: str | None) -> Wish:
    """Ask for a night when landing has changed since the last time, and has then kept still.

    The cursor says what landing was like when last looked at, and when last asked.
    """
    known = _cursor(cursor)
    now = _landing(site)
    if now == known.get("asked"):
        return Wish(None, "No new delivery.", json.dumps(known))
    if now != known.get("seen"):
        waits = "Landing has changed; a night is asked for when it keeps still."
        return Wish(None, waits, json.dumps({**known, "seen": now}))
    if lock.is_held(site):
        return Wish(None, BUSY, json.dumps(known))
    return Wish(now, "A delivery has arrived.", json.dumps({"seen": now, "asked": now}))


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


def run_nights(site: Site, say: Callable[[str], None]) -> int:
    """Run `pcplan nightly` to its end, and pass on what it says; return its exit status.

    A run that is ended from outside ends the night with it.
    """
    command = [sys.executable, "-m", "pipelines.cli", "nightly", "--site", str(site.root)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if text := line.rstrip():
                say(text)
                said = [*said[-MOST_SAID:], text]
        status = process.wait()
    except BaseException:
        end(process.pid)
        raise
    if status == BusyError.exit_status:
        say(BUSY)
    elif status not in DONE:
        raise PcplanError(
            f"`pcplan nightly` ended with status {status}: {' '.join(map(str.strip, said))}"
        )
    return status


def end(pid: int) -> None:
    """End a process and those it started: by asking first, then without."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, left = psutil.wait_procs(family, timeout=SECONDS_TO_END)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
