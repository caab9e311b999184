"""Who ran, read, queried, exported, signed and changed: an append-only log that cannot be doctored.

Entries are lines in `state/audit/YYYY-MM.jsonl`, chained under a key (see audit_chain). Beside
them lie `heads.jsonl`, how each day ended, and `tip.json`, where the log ends. An entry never
holds a row of data, nor anything about a person but the account name of the officer.
"""

import contextlib
import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines import effects
from pipelines.audit.audit_chain import (
    ACTIONS,
    START,
    Draft,
    Tip,
    draft,
    line_of,
    parse,
    read_heads,
    sealed_head,
    sealed_tip,
)
from pipelines.audit.audit_end import HEADS, TIP, End, find_end
from pipelines.audit.audit_keys import Keyring, Keys
from pipelines.audit.audit_words import masked
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
