"""Enters what people do in the audit log, without ever stopping them.

A thread of its own writes in batches, in the order in which things happened, and each batch is on
the disk before the next begins. Whoever reads a page does not wait for that; whoever asks, takes
away, signs or changes something has the answer when the entry is on the disk. Where the log cannot
be written, a warning says so, the entries are kept in memory and tried again, and the log itself
says how many were lost if any were.
"""

import atexit
import getpass
import os
import queue
import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from pipelines.audit.audit import AuditLog
from pipelines.audit.audit_chain import Draft
from pipelines.errors import AuditError
from pipelines.site.site import Site

MOST_KEPT = 10_000
NOT_WAITED_FOR = ("read",)
_LONGEST_WAIT_SECONDS = 5.0  # on a disk that hangs, people go on and the entry follows
_BATCH = 500
_STOP = None


class Recorder:
    """Takes entries from any thread; `close` returns when all are on the disk."""

    def __init__(
        self, log: AuditLog, warn: Callable[[str], None], *, most_kept: int = MOST_KEPT
    ) -> None:
        self._log = log
        self._warn = warn
        self._most = most_kept
        self._waiting: queue.SimpleQueue[tuple[Draft, threading.Event] | None] = queue.SimpleQueue()
        self._kept: list[Draft] = []
        self._lost = 0
        self._has_warned = False
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, action: str, person: str, /, **details: Any) -> None:
        """Enter an action; returns at once for one that is only read, else once it is written."""
        tried = threading.Event()
        self._waiting.put((self._log.draft(action, person, details), tried))
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
                self._thread.start()
                _OPEN.add(self)
        if action not in NOT_WAITED_FOR:
            tried.wait(_LONGEST_WAIT_SECONDS)

    def close(self) -> None:
        """Write what waits, and stop."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._waiting.put(_STOP)
            thread.join()

    def _run(self) -> None:
        is_open = True
        while is_open:
            batch = [self._waiting.get()]
            while len(batch) < _BATCH and not self._waiting.empty():
                batch.append(self._waiting.get())
            is_open = _STOP not in batch
            written = [one for one in batch if one is not None]
            try:
                self._write([draft for draft, _ in written])
            finally:
                for _, tried in written:
                    tried.set()
        if self._kept:
            self._warn(f"The audit log lacks {len(self._kept) + self._lost} entries.")

    def _write(self, batch: Sequence[Draft]) -> None:
        self._kept += batch
        lost = [self._log.own("lost", {"entries": self._lost})] if self._lost else []
        try:
            self._log.write_all([*lost, *self._kept])
        except AuditError as error:
            self._lost += max(len(self._kept) - self._most, 0)
            self._kept = self._kept[-self._most :]
            if not self._has_warned:
                self._warn(f"{error} What people do is not in the log meanwhile.")
            self._has_warned = True
            return
        self._kept, self._lost, self._has_warned = [], 0, False


_OPEN: "weakref.WeakSet[Recorder]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for recorder in list(_OPEN):
        recorder.close()


def account() -> str:
    """Name the account that runs this process: never another name of a person."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such account is known, as in a container
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def enter(site: Site, action: str, /, warn: Callable[[str], None], **details: Any) -> None:
    """Enter what this process's own account did; where that cannot be, only warn."""
    try:
        AuditLog.of(site).write(action, account(), **details)
    except AuditError as error:
        warn(f"{error} What was done stands, but is not in the log.")
