"""Asks a snapshot a question in SQL through a child process that is watched and ended in time."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from dashboards.login.people import Record, unrecorded

MOST_ROWS = 1_000
SECONDS = 5.0
MEGABYTES = 256  # what the database may use; the process may use twice that before it is ended
ADDRESSES = 1_000_000_000  # bytes of address space: what the watch would see too late is refused
LONGEST_QUERY = 20_000
_TO_START = 15.0  # seconds until the snapshot is open, on a machine that has much else to do
_TO_WAIT = 2.0  # seconds for one of the others to be done
_AT_ONCE = 2
_LOOK_EVERY = 0.02
_CHILD = Path(__file__).with_name("child.py")
_KEPT = ("SYSTEMROOT",)  # without it no program starts on Windows


@dataclass(frozen=True)
class Answer:
    """What came back: rows, or the reason for none."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    is_cut: bool = False
    refused: str = ""


class SqlConsole:
    """Lets two questions be asked at once, and enters each that was in the audit log."""

    def __init__(self, record: Record = unrecorded) -> None:
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._record = record

    def ask(self, path: Path, query: str, who: str = "nobody", seconds: float = SECONDS) -> Answer:
        """Ask one file one question, on behalf of somebody."""
        begun = time.monotonic()
        answer = self._answer(path, query, seconds)
        self._record(
            "query",
            who,
            snapshot=path.parent.name,
            audience=path.stem,
            query=query[:LONGEST_QUERY],
            rows=len(answer.rows),
            refused=answer.refused or None,
            seconds=round(time.monotonic() - begun, 3),
        )
        return answer

    def _answer(self, path: Path, query: str, seconds: float) -> Answer:
        if len(query) > LONGEST_QUERY:
            return Answer(refused=f"the query is longer than {LONGEST_QUERY:,} characters")
        if not self._free.acquire(timeout=_TO_WAIT):
            return Answer(refused="two other questions are being answered; ask again in a moment")
        try:
            return _run(path, query, seconds)
        finally:
            self._free.release()


class _Watch:
    """Ends a child that takes too long or too much memory."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._until = time.monotonic() + _TO_START
        self.reason = ""
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def count_from_now(self, seconds: float) -> None:
        """Let the child have so many seconds more: it is ready, and the question is asked."""
        self._until = time.monotonic() + seconds

    def is_over(self) -> None:
        """Wait until nothing is left to watch."""
        self._thread.join()

    def _look(self) -> None:
        try:
            process = psutil.Process(self._child.pid)
            while self._child.poll() is None:
                if time.monotonic() > self._until:
                    self._end(process, "it took too long, so it was stopped")
                elif process.memory_info().rss > 2 * MEGABYTES * 1_000_000:
                    self._end(process, "it took too much memory, so it was stopped")
                time.sleep(_LOOK_EVERY)
        except psutil.NoSuchProcess:
            return

    def _end(self, process: psutil.Process, reason: str) -> None:
        self.reason = self.reason or reason
        process.kill()


def _run(path: Path, query: str, seconds: float) -> Answer:
    asked = {"path": str(path), "query": query, "most_rows": MOST_ROWS}
    question = json.dumps(asked | {"memory_megabytes": MEGABYTES}).encode()
    with subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    ) as child:
        watch = _Watch(child)
        _limit(child.pid)
        written = _talk(child, question, watch, seconds)
        child.wait()
        watch.is_over()
    if watch.reason:
        return Answer(refused=watch.reason)
    try:
        answer = json.loads(written)
    except ValueError:
        return Answer(refused="the question could not be answered")
    if "refused" in answer:
        return Answer(refused=answer["refused"])
    rows = tuple(tuple(row) for row in answer["rows"])
    return Answer(tuple(answer["names"]), rows, answer["is_cut"])


def _talk(child: subprocess.Popen[bytes], question: bytes, watch: _Watch, seconds: float) -> bytes:
    """Send the question, and read the answer; the time counts from when the child is ready."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(question)
        child.stdin.close()
    except OSError:  # it was ended before it had read the question
        return b""
    child.stdout.readline()
    watch.count_from_now(seconds)
    return child.stdout.read()


def _limit(pid: int) -> None:
    """Let the child have little address space and write no file, where the system can hold it."""
    if not hasattr(psutil, "RLIMIT_AS"):
        return
    try:
        process = psutil.Process(pid)
        process.rlimit(psutil.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        process.rlimit(psutil.RLIMIT_FSIZE, (0, 0))
        process.rlimit(psutil.RLIMIT_CORE, (0, 0))
    except psutil.Error:
        return  # it is gone already, or the system holds to other limits: the watch is there
