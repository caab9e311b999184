"""Processes: whether the one that a run belongs to still lives, how a long one behaves, and its end.

A process is told by its number and when it started.
"""

import contextlib
import datetime as dt
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator

import psutil

PID = "pcplan/pid"
STARTED = "pcplan/process_started"
SINCE_BOOT = "pcplan/process_started_after_boot"

SAME_MOMENT = 0.05  # seconds: what two readings of one process's start may differ by
CLOCK_SET = 600.0  # seconds by which a clock may have been set while the process ran

HUNG = 3  # the exit status of a night that lasted too long
NICENESS = 10  # a tenth of the processor's time where others want it, all of it where none does


def give_way() -> None:
    """Let other processes go first from now on, as who reads the dashboards waits for an answer."""
    process = psutil.Process()
    with contextlib.suppress(psutil.Error, OSError):
        if sys.platform == "win32":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        elif process.nice() < NICENESS:
            process.nice(NICENESS)


def collect_rarely() -> None:
    """Leave what is loaded by now out of garbage collection, and collect seldom from now on.

    Dagster leaves some hundred thousand lasting objects behind; looking through them again at every
    few hundred new ones costs the night more than it frees.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def ownership_tags() -> dict[str, str]:
    """Tags that name this process beyond doubt."""
    started = psutil.Process().create_time()
    return {
        PID: str(os.getpid()),
        STARTED: f"{started:.2f}",
        SINCE_BOOT: f"{started - psutil.boot_time():.2f}",
    }


def is_owned(tags: dict[str, str]) -> bool:
    """Say whether the tags name a process at all."""
    return PID in tags and STARTED in tags


def is_alive(tags: dict[str, str]) -> bool:
    """Say whether the process that these tags name still runs (and is not a zombie).

    Its number alone is not enough: it may have been given to another process since.
    """
    try:
        process = psutil.Process(int(tags[PID]))
        return _is_same(process, tags) and process.status() != psutil.STATUS_ZOMBIE
    except (KeyError, ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True


def _is_same(process: psutil.Process, tags: dict[str, str]) -> bool:
    """Compare starts; on Linux they are told from boot, as the clock may be set in between."""
    started = process.create_time()
    if sys.platform != "linux" or SINCE_BOOT not in tags:
        return abs(started - float(tags[STARTED])) <= SAME_MOMENT
    after_boot = started - psutil.boot_time()
    return (
        abs(after_boot - float(tags[SINCE_BOOT])) <= SAME_MOMENT
        and abs(started - float(tags[STARTED])) <= CLOCK_SET
    )


@contextlib.contextmanager
def limited(longest: dt.timedelta, tell: Callable[[], None]) -> Iterator[None]:
    """End this process with status 3 when what is done within lasts too long, after telling.

    That is as safe as a power cut: a night that is cut off leaves the old snapshot, or the new one.
    """
    timer = threading.Timer(longest.total_seconds(), _end, (tell,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(tell: Callable[[], None]) -> None:
    # Whatever becomes of the telling (the disk may be what hangs), the process ends.
    last_resort = threading.Timer(60, os._exit, (HUNG,))
    last_resort.daemon = True
    last_resort.start()
    try:
        tell()
    finally:
        os._exit(HUNG)
