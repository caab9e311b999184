"""Who ran, read, queried, exported, signed and changed: an append-only log that cannot be doctored.

Entries are lines in `state/audit/YYYY-MM.jsonl`, chained under a key (see `chain`). Beside
them lie `heads.jsonl`, how each day ended, and `tip.json`, where the log ends. An entry never
holds a row of data, nor anything about a person but the account name of the officer.

What people do is entered without ever stopping them. A thread of its own writes in batches, in the
order in which things happened, and each batch is on the disk before the next begins. Whoever reads
a page does not wait for that; whoever asks, takes away, signs or changes something has the answer
when the entry is on the disk. Where the log cannot be written, a warning says so, the entries are
kept in memory and tried again, and the log itself says how many were lost if any were.

Of a question in SQL the log holds the form, never the people asked about: text and long numbers,
where a name, an address or a reference would stand, are masked, but for names of measures, codes of
areas and dates.
"""

import atexit
import contextlib
import datetime as dt
import getpass
import itertools
import os
import queue
import re
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines import effects
from pipelines.audit.chain import (
    ACTIONS,
    HEADS,
    START,
    TIP,
    Draft,
    End,
    Keyring,
    Keys,
    Tip,
    draft,
    find_end,
    line_of,
    parse,
    read_heads,
    sealed_head,
    sealed_tip,
)
from pipelines.errors import AuditError
from pipelines.site.site import Site

ITSELF = "pcplan"  # the person of entries that the log makes about itself
_PATIENCE = 10.0  # seconds to wait for another writer


def now() -> dt.datetime:
    """Return the present time."""
    return dt.datetime.now(dt.UTC)


class AuditLog:
    """One site's audit log, to write to; safe among threads and processes."""

    def __init__(
        self, folder: Path, keyring: Keyring, now: Callable[[], dt.datetime] = now
    ) -> None:
        self.folder = folder
        self.keyring = keyring
        self._now = now
        self._mine = threading.Lock()
        self.breaks: list[dict[str, Any]] = []  # what the last writing found wrong, if anything

    @classmethod
    def of(cls, site: Site) -> "AuditLog":
        """Open the log of a site."""
        return cls(site.state / "audit", Keyring.of(site))

    def write(self, action: str, person: str, /, **details: Any) -> Tip:
        """Enter one action; it is on the disk when this returns."""
        return self.write_all([self.draft(action, person, details)])

    def draft(self, action: str, person: str, details: dict[str, Any]) -> Draft:
        """Make an entry that happens now, to be written with others."""
        if action not in ACTIONS:
            message = f"{action!r} is no action of the audit log. Choose from {sorted(ACTIONS)}."
            raise ValueError(message)
        return draft(action, person, masked(action, details), self._now())

    def own(self, action: str, details: dict[str, Any]) -> Draft:
        """Make an entry that the log makes about itself."""
        return draft(action, ITSELF, details, self._now())

    def write_all(self, drafts: Sequence[Draft]) -> Tip:
        """Enter several actions, in their order, at the cost of one; return where the log ends."""
        with self._writing():
            return self._enter(drafts)

    def rotate(self) -> Tip:
        """Make a new key and go on under it."""
        with self._writing():
            self.keyring.add()
            return self._enter([])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other writers out; say in a sentence why nothing can be written."""
        try:
            effects.make_folder(self.folder)
            with self._mine, FileLock(self.folder / "writer.lock", timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise AuditError(
                f"{self.folder}: another program has held the audit log for {_PATIENCE:.0f} "
                "seconds. Look with `pcplan doctor` what runs."
            ) from error
        except OSError as error:
            raise AuditError(
                f"{error.filename or self.folder}: the audit log cannot be written "
                f"({error.strerror or error}). Make room, or give the account that runs pcplan "
                "the right to write there."
            ) from error

    def _enter(self, drafts: Sequence[Draft]) -> Tip:
        keys = self.keyring.read() or self.keyring.add()
        end = find_end(self.folder, keys, f"{self._now():%Y-%m}")
        notes = [*end.notes, *_change_of_key(end.tip, keys)]
        self.breaks = [said for kind, said in notes if kind == "break"]
        wanted = [*(self.own(kind, said) for kind, said in notes), *drafts]
        if not end.tip.sequence and not keys.is_used:
            # Before the first entry: from now on, a log without its tip was doctored.
            self._write_tip(end.tip, keys)
        for _, day in itertools.groupby(wanted, key=lambda said: said.at.date()):
            end = End(self._append(list(day), end, keys))
        if wanted and not keys.is_used:
            with contextlib.suppress(OSError):  # keys that are handed in may be read-only
                self.keyring.mark_used(keys)
        return end.tip

    def _append(self, wanted: Sequence[Draft], end: End, keys: Keys) -> Tip:
        """Write one day's lines in one piece, then where the log ends now."""
        tip = end.tip
        file = max(tip.file, f"{wanted[0].at:%Y-%m}.jsonl")
        path = self.folder / file
        is_new = not path.exists()
        self._close_day(tip, wanted[0].at, keys)
        lines = [""] if end.is_torn and file == tip.file else []
        if end.is_torn and not lines:
            effects.append_line(self.folder / tip.file, "")
        for said in wanted:
            key = tip.key if tip.key in keys.secrets else keys.last
            line = line_of(said, tip.sequence + 1, tip.mac, file, key, keys.secrets[key])
            lines.append(line.decode("ascii"))
            read = parse(line)
            assert read is not None
            entry = read[0]
            tip = replace(tip, sequence=entry.sequence, mac=entry.mac, key=entry.next_key)
        effects.append_line(path, "\n".join(lines))
        if is_new:
            effects.sync_folder(self.folder)
        tip = replace(tip, at=entry.at, file=file, size=path.stat().st_size)
        self._write_tip(tip, keys)
        return tip

    def _write_tip(self, tip: Tip, keys: Keys) -> None:
        effects.write_bytes(self.folder / TIP, sealed_tip(tip, keys.secrets[tip.key]))

    def _close_day(self, tip: Tip, at: dt.datetime, keys: Keys) -> None:
        """Write down how the last day ended, when the first entry of another one comes."""
        if not tip.sequence or f"{at:%Y-%m-%d}" <= tip.at[:10]:
            return
        key = tip.key if tip.key in keys.secrets else keys.last
        path = self.folder / HEADS
        content = path.read_bytes() if path.exists() else b""
        heads, _ = read_heads(content, keys.secrets)
        if heads and heads[-1].sequence >= tip.sequence:
            return
        seal = heads[-1].seal if heads else START
        effects.write_bytes(
            path, content + sealed_head(replace(tip, key=key), seal, keys.secrets[key])
        )


def _change_of_key(tip: Tip, keys: Keys) -> list[tuple[str, dict[str, Any]]]:
    """Say which key is in force from now on, where it is not the one before."""
    if tip.key == keys.last:
        return []
    if tip.key in keys.secrets:
        return [("rotate", {"to": keys.last})]
    return [("break", {"found": "the key in force is gone", "key_before": tip.key})]


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


_MASK = "'?'"
_HARMLESS = re.compile(r"'(?:[a-z]+(?:_[a-z0-9]+)+|[ENWSK]\d{8}|\d{4}-\d{2}(?:-\d{2})?)'")
_PARTS = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<dollar>\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*(?:'|\Z))
    |(?P<text>'(?:[^']|'')*(?:'|\Z))
    |(?P<name>"(?:[^"]|"")*(?:"|\Z))
    |(?P<number>(?<![\w.])\d[\d_.]{5,}(?!\w))""",
    re.DOTALL | re.VERBOSE,
)
LONGEST = 2_000
_TYPED = ("q", "query", "text")
_CHOSEN = re.compile(r"[\w-]{1,40}=[\w.:-]{0,60}")


def masked(action: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of an entry without what people typed to find other people."""
    found = dict(details)
    if action == "query":
        for name in ("query", "refused"):  # a refusal quotes the question
            if isinstance(text := found.get(name), str):
                found[name] = told_query(text)
    if isinstance(address := found.get("address"), str):
        found["address"] = told_address(address)
    return found


def told_address(address: str) -> str:
    """Return a page's address without what was typed into it."""
    path, mark, asked = address.partition("?")
    kept = [
        part if _CHOSEN.fullmatch(part) and part.partition("=")[0] not in _TYPED
        else f"{part.partition('=')[0]}=?"
        for part in asked.split("&")
    ]  # fmt: skip
    return path + mark + ("&".join(kept) if asked else "")


def told_query(query: str) -> str:
    """Return what is entered of a question."""
    return " ".join(_PARTS.sub(_masked, query).split())[:LONGEST]


def _masked(found: re.Match[str]) -> str:
    whole = found[0]
    if found["comment"]:
        return " "
    if found["name"]:
        return whole if re.fullmatch(r'"\w{1,63}"', whole) else '"?"'
    if found["number"]:
        return "?"
    return whole if _HARMLESS.fullmatch(whole) else _MASK
