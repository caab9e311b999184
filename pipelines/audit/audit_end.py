"""Finds where the audit log ends, whatever a crash or a stranger left of it.

What a crash can leave is taken up: whole entries after the tip, and a last line that was cut off,
which the next entry mentions. Anything else is a break, and the next entry says so for ever.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipelines.audit.audit_chain import START, Secrets, Tip, mac_of, parse, read_tip
from pipelines.audit.audit_keys import Keys

FILES = "????-??.jsonl"
HEADS, TIP = "heads.jsonl", "tip.json"
_OPENING = b'{"sequence":'

Note = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class End:
    """Where the log ends, what must be said of it first, and whether its last line is cut off."""

    tip: Tip
    notes: tuple[Note, ...] = ()
    is_torn: bool = False


def find_end(folder: Path, keys: Keys, month: str) -> End:
    """Find the end of the log in a folder; a new one begins in the file of this month."""
    files = sorted(path.name for path in folder.glob(FILES))
    path = folder / TIP
    tip = read_tip(path.read_bytes(), keys.secrets) if path.exists() else None
    if tip is not None:
        return _after(folder, tip, files, keys.secrets)
    begin = Tip(0, START, "", keys.last, f"{month}.jsonl", 0)
    if not files and not keys.is_used and not path.exists():
        return End(begin)
    if not files:
        return End(begin, (_broken("the log is gone"),))
    found = "the tip is gone" if not path.exists() else "the tip was changed"
    last = _last_read(folder, files) or replace(begin, file=files[-1])
    return End(last, (_broken(found),), _is_torn(folder / files[-1]))


def _after(folder: Path, tip: Tip, files: Sequence[str], secrets: Secrets) -> End:
    """Take up what a crash left after the tip; say what is cut off or missing."""
    size = _size(folder / tip.file)
    if size < tip.size:
        note = _broken("the log is shorter than it was", bytes_missing=tip.size - size)
        return End(tip, (note,), _is_torn(folder / tip.file))
    notes: list[Note] = []
    is_torn = False
    for file in [tip.file, *(name for name in files if name > tip.file)]:
        *lines, rest = _read(folder / file, tip.size if file == tip.file else 0).split(b"\n")
        for line in lines:
            if (moved := moved_over(tip, line, file, secrets)) is None:
                notes.append(_found(line))
            tip = moved or tip
        if rest and (moved := moved_over(tip, rest, file, secrets)):
            tip = moved  # whole but for its line end
        elif rest:
            notes.append(_found(rest))
        is_torn = bool(rest)
        tip = replace(tip, file=file)
    return End(tip, tuple(notes), is_torn)


def moved_over(tip: Tip, line: bytes, file: str, secrets: Secrets) -> Tip | None:
    """Move the tip over a line, if that is the next one of the chain."""
    read = parse(line)
    if read is None:
        return None
    entry, body = read
    secret = secrets.get(entry.key)
    if secret is None or entry.sequence != tip.sequence + 1 or entry.key != tip.key:
        return None
    if entry.mac != mac_of(secret, tip.mac, file, body):
        return None
    return replace(tip, sequence=entry.sequence, mac=entry.mac, at=entry.at, key=entry.next_key)


def _found(line: bytes) -> Note:
    """Say of a line after the tip whether it was cut off, or was never one of ours."""
    is_ours = line.startswith(_OPENING[: len(line)]) and line and parse(line) is None
    if is_ours:
        return "mend", {"found": "a line that was cut off", **told(line)}
    return _broken("a line that is not ours", **told(line))


def told(line: bytes) -> dict[str, Any]:
    """Tell of a line by its length and fingerprint, never by its text."""
    return {"bytes": len(line), "sha256": hashlib.sha256(line).hexdigest()}


def _broken(found: str, **more: Any) -> Note:
    return "break", {"found": found, **more}


def _last_read(folder: Path, files: Sequence[str]) -> Tip | None:
    """Without a tip: the last line that can be read."""
    for file in reversed(files):
        for line in reversed((folder / file).read_bytes().split(b"\n")):
            if read := parse(line):
                entry = read[0]
                return Tip(entry.sequence, entry.mac, entry.at, entry.next_key, files[-1], 0)
    return None


def _read(path: Path, start: int) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        file.seek(start)
        return file.read()


def _is_torn(path: Path) -> bool:
    return _read(path, max(_size(path) - 1, 0)) not in (b"", b"\n")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
