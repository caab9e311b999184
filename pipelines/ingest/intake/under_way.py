"""What a feed's taking-in has staged so far, so that a night cut off is gone on with, not begun anew.

Staging is the long part of a large delivery; its ledger is written in one transaction at the end.
Until then each staged file has a line in `warehouse/staged/<feed>.under_way.jsonl`: what the file
was, what became of each of its records, and the fingerprint of its staged copy. The next night
takes a file up from there if it lies in landing unchanged and its staged copy is what was written.
"""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from pipelines import effects
from pipelines.ingest.intake.account import Staged
from pipelines.ingest.landing import Found


@dataclass(frozen=True)
class Kept:
    """One file as it was staged before the night was cut off."""

    sha256: str
    size: int
    received_at: dt.datetime
    table: str
    staged_file: str
    account: Staged


@dataclass
class UnderWay:
    """The file that says how far a feed's taking-in has come."""

    path: Path
    staged: Path
    definition: str
    began: dt.datetime = dt.datetime.min
    received_at: dt.datetime = dt.datetime.min
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    _file: IO[bytes] | None = None
    _lock: "threading.Lock | None" = None

    def resume(self, latest: dt.datetime | None) -> bool:
        """Read what a night that was cut off left; say whether there is anything to go on from.

        `latest` is the feed's last arrival in the ledger: what lies before it was taken in since.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return False
        head, *lines = [_parsed(raw) for raw in text.splitlines()] or [{}]
        try:
            began = dt.datetime.fromisoformat(head["began"])
            received_at = dt.datetime.fromisoformat(head["received_at"])
        except (KeyError, ValueError, TypeError):
            return False
        if head.get("definition") != self.definition or (latest and received_at <= latest):
            return False
        self.began, self.received_at = began, received_at
        self.lines = {line["name"]: line for line in lines if "name" in line}
        return True

    def kept(self, found: Found) -> Kept | None:
        """Return how a file was staged, if it and its staged copy are as they were."""
        line = self.lines.get(found.name)
        if line is None or line["seen"] != found.seen:
            return None
        copy = self.staged / line["staged_file"]
        if not copy.is_file() or effects.sha256_of(copy) != line["staged_sha256"]:
            return None
        return Kept(
            line["sha256"], line["size"], dt.datetime.fromisoformat(line["received_at"]),
            line["table"], line["staged_file"], _account(line["account"]),
        )  # fmt: skip

    @property
    def latest(self) -> dt.datetime:
        """Return the last arrival of what was staged so far."""
        said = (dt.datetime.fromisoformat(line["received_at"]) for line in self.lines.values())
        return max(said, default=self.received_at)

    @contextmanager
    def writing(self, began: dt.datetime, received_at: dt.datetime) -> Iterator[None]:
        """Write down what is staged within; on from what was resumed, else afresh."""
        effects.make_folder(self.path.parent)
        if not self.lines:
            self.began, self.received_at = began, received_at
            head = {"definition": self.definition, "began": began, "received_at": received_at}
            effects.write_bytes(self.path, _line(head), durable=False)
        self._lock = threading.Lock()
        # A power cut may cost lines, and so the work of some files; not the truth of the others.
        with effects.opened(self.path, "ab", durable=False) as self._file:
            if self.lines:
                self._file.write(b"\n")  # the last line may have been cut off
            yield
        self._file = self._lock = None

    def keep(self, found: Found, kept: Kept) -> None:
        """Write down one staged file."""
        said = {
            "name": found.name, "seen": found.seen, "sha256": kept.sha256, "size": kept.size,
            "received_at": kept.received_at, "table": kept.table, "staged_file": kept.staged_file,
            "staged_sha256": effects.sha256_of(self.staged / kept.staged_file),
            "account": asdict(kept.account),
        }  # fmt: skip
        if self._lock is None or self._file is None:
            return
        with self._lock:
            self._file.write(_line(said))
            self._file.flush()

    def forget(self) -> None:
        """Remove the file: the ledger holds it all."""
        effects.unlink(self.path)


def _line(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, default=str, ensure_ascii=False) + "\n").encode("utf-8")


def _parsed(raw: str) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _account(said: dict[str, Any]) -> Staged:
    parts = [
        (part, dt.date.fromisoformat(month) if month else None, rows)
        for part, month, rows in said["parts"]
    ]
    rejects = [(line, column, value, rule) for line, column, value, rule in said["rejects"]]
    return Staged(**{**said, "parts": parts, "rejects": rejects})
