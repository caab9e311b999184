"""Asks a snapshot a question in SQL through a child process that is watched and ended in time."""

import datetime as dt
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

MOST_ROWS = 1_000
SECONDS = 5.0
MEGABYTES = 256  # what the database may use; the process may use twice that before it is ended
LONGEST_QUERY = 20_000
_AT_ONCE = 2
_LOOK_EVERY = 0.05
_CHILD = Path(__file__).with_name("child.py")
_KEPT = ("SYSTEMROOT",)  # without it no program starts on Windows


@dataclass(frozen=True)
class Answer:
    """What came back: rows, or the reason for none."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    is_cut: bool = False
    refused: str = ""
    seconds: float = 0.0


class Desk:
    """Lets two questions be asked at once, and writes down each that was."""

    def __init__(self, audit_log: Path | None = None) -> None:
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._log = audit_log
        self._writing = threading.Lock()

    def ask(self, path: Path, query: str, seconds: float = SECONDS) -> Answer:
        """Ask one file one question."""
        if len(query) > LONGEST_QUERY:
            return Answer(refused=f"the query is longer than {LONGEST_QUERY:,} characters")
        if not self._free.acquire(timeout=seconds):
            return Answer(refused="two other questions are being answered; ask again in a moment")
        begun = time.monotonic()
        try:
            answer = _run(path, query, seconds)
        finally:
            self._free.release()
        self._write_down(path, query, answer, time.monotonic() - begun)
        return answer

    def _write_down(self, path: Path, query: str, answer: Answer, seconds: float) -> None:
        if self._log is None:
            return
        said = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "file": f"{path.parent.name}/{path.name}",
            "query": query,
            "rows": len(answer.rows),
            "refused": answer.refused or None,
            "seconds": round(seconds, 3),
        }
        with self._writing, self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(said, ensure_ascii=False) + "\n")


def _run(path: Path, query: str, seconds: float) -> Answer:
    asked = {"path": str(path), "query": query, "most_rows": MOST_ROWS}
    question = json.dumps(asked | {"memory_megabytes": MEGABYTES}).encode()
    begun = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    ) as child:
        ended: list[str] = []
        watch = threading.Thread(target=_watch, args=(child, begun + seconds, ended), daemon=True)
        watch.start()
        written, _ = child.communicate(question)
        watch.join()
    if ended:
        return Answer(refused=ended[0])
    try:
        found = json.loads(written)
    except ValueError:
        return Answer(refused="the question could not be answered")
    if "refused" in found:
        return Answer(refused=found["refused"])
    return Answer(
        tuple(found["names"]),
        tuple(tuple(row) for row in found["rows"]),
        found["is_cut"],
        seconds=time.monotonic() - begun,
    )


def _watch(child: subprocess.Popen[bytes], until: float, ended: list[str]) -> None:
    """End the child when it takes too long or too much memory."""
    try:
        process = psutil.Process(child.pid)
        while child.poll() is None:
            if time.monotonic() > until:
                ended.append("it took too long, so it was stopped")
                process.kill()
                return
            if process.memory_info().rss > 2 * MEGABYTES * 1_000_000:
                ended.append("it took too much memory, so it was stopped")
                process.kill()
                return
            time.sleep(_LOOK_EVERY)
    except psutil.NoSuchProcess:
        return
