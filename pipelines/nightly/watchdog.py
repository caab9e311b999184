"""Ends a night that hangs: nothing inside it can be trusted to do so."""

import contextlib
import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator

FAILED = 3


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
    last_resort = threading.Timer(60, os._exit, (FAILED,))
    last_resort.daemon = True
    last_resort.start()
    try:
        tell()
    finally:
        os._exit(FAILED)
