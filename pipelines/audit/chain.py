"""The form of the audit log: its lines, their keyed chain, the daily heads and the sealed tip.

An entry is one line of JSON that ends in its mac: HMAC-SHA256, under the key in force, of the mac
before it, the name of its file and all of the line up to the mac. So nobody without the key can
change, add, drop or move a line that the next one, the day's head or the tip does not give away.

The keys are kept outside the log, for its owner alone, and never in a commit: in
`state/keys/audit.json`, or in the file that PCPLAN_AUDIT_KEYS names, which may be on another volume
or be handed in as a secret. The last key of the file is the one in force.

The end is found whatever a crash or a stranger left: whole entries after the tip and a last line
that was cut off are taken up, and the next entry mentions them. Anything else is a break, and the
next entry says so for ever.
"""

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.errors import AuditError
from pipelines.site.site import Site

START = "0" * 64  # what stands before the first entry
ACTIONS = {"run", "read", "query", "export", "sign", "change", "login", "publish", "rollback"} | {
    "erase", "backup", "restore"
}  # fmt: skip
# What the log says of itself: a line cut off, a chain broken, a new key, entries that were lost.
OF_ITSELF = {"mend", "break", "rotate", "lost"}
LONGEST_TEXT = 20_000
_LINE = re.compile(rb'(\{"sequence":[^\n]*),"mac":"([0-9a-f]{64})"\}')
_SEALED = re.compile(rb'(\{[^\n]*),"seal":"([0-9a-f]{64})"\}')

Secrets = Mapping[str, bytes]


@dataclass(frozen=True)
class Draft:
    """What is to be entered, and when it happened."""

    action: str
    person: str
    details: dict[str, Any]
    at: dt.datetime


@dataclass(frozen=True)
class Entry:
    """One entry as it stands in the log."""

    sequence: int
    at: str
    person: str
    action: str
    details: dict[str, Any]
    key: str
    mac: str

    @property
    def day(self) -> str:
        """Return its day, in UTC."""
        return self.at[:10]

    @property
    def next_key(self) -> str:
        """Name the key that is in force after it."""
        return str(self.details.get("to", self.key)) if self.action == "rotate" else self.key


@dataclass(frozen=True)
class Tip:
    """Where the log ends: its last entry, and how long its last file is."""

    sequence: int
    mac: str
    at: str
    key: str
    file: str
    size: int

    @property
    def head(self) -> str:
        """Return what is written down elsewhere: the number of entries and what they come to."""
        return head_of(self.sequence, self.mac)


@dataclass(frozen=True)
class Head:
    """How a day ended: its last entry."""

    day: str
    sequence: int
    mac: str
    key: str
    seal: str


def head_of(sequence: int, mac: str) -> str:
    """Write an entry's number and the first half of its mac, to be kept off the machine."""
    return f"{sequence}-{mac[:32]}"


def draft(action: str, person: str, details: Mapping[str, Any], at: dt.datetime) -> Draft:
    """Make what is to be entered."""
    cleaned = {name: _plain(value) for name, value in details.items() if value is not None}
    return Draft(action, clean(person) or "unknown", cleaned, at.astimezone(dt.UTC))


def clean(text: str) -> str:
    """Take out what is not seen on paper: control, direction and half characters."""
    kept = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    return " ".join(kept[:LONGEST_TEXT].split())


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return clean(str(value))


def line_of(said: Draft, sequence: int, previous: str, file: str, key: str, secret: bytes) -> bytes:
    """Write an entry's line, without its line end."""
    body = _written(
        {
            "sequence": sequence,
            "at": said.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "person": said.person,
            "action": said.action,
            "details": said.details,
            "key": key,
        }
    )
    return _closed(body, "mac", mac_of(secret, previous, file, body))


def mac_of(secret: bytes, previous: str, file: str, body: bytes) -> str:
    """Chain the body of a line to the mac before it."""
    return _keyed(secret, f"{previous}\n{file}\n".encode() + body)


def parse(line: bytes) -> tuple[Entry, bytes] | None:
    """Read a line as an entry, and give its body; None where it is not one."""
    found = _LINE.fullmatch(line)
    if not found:
        return None
    body = found[1] + b"}"
    try:
        entry = Entry(**json.loads(body), mac=found[2].decode())
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (entry.at, entry.person, entry.action, entry.key)
    is_whole = type(entry.sequence) is int and all(isinstance(text, str) for text in texts)
    return (entry, body) if is_whole and isinstance(entry.details, dict) else None


def sealed_tip(tip: Tip, secret: bytes) -> bytes:
    """Write the tip, so that nobody without the key can write another."""
    body = _written(vars(tip))
    return _closed(body, "seal", _keyed(secret, b"tip\n" + body)) + b"\n"


def read_tip(content: bytes, secrets: Secrets) -> Tip | None:
    """Read the tip; None where it is not one that we sealed."""
    found = _SEALED.fullmatch(content.removesuffix(b"\n"))
    if not found:
        return None
    body, seal = found[1] + b"}", found[2].decode()
    try:
        tip = Tip(**json.loads(body))
    except (ValueError, TypeError, RecursionError):
        return None
    secret = secrets.get(tip.key) if isinstance(tip.key, str) else None
    if secret is None or not hmac.compare_digest(_keyed(secret, b"tip\n" + body), seal):
        return None
    return tip


def sealed_head(tip: Tip, previous_seal: str, secret: bytes) -> bytes:
    """Write the head of the day that ended at a tip, chained to the head before it."""
    said = {"day": tip.at[:10], "sequence": tip.sequence, "mac": tip.mac, "key": tip.key}
    body = _written(said)
    return _closed(body, "seal", _head_seal(secret, previous_seal, body)) + b"\n"


def read_heads(content: bytes, secrets: Secrets) -> tuple[list[Head], int | None]:
    """Read the heads; and which line, counted from 1, is the first not as it was sealed."""
    heads: list[Head] = []
    previous = START
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n"), 1):
        found = _SEALED.fullmatch(line)
        if not found:
            return heads, number if content else None
        body, seal = found[1] + b"}", found[2].decode()
        try:
            head = Head(**json.loads(body), seal=seal)
        except (ValueError, TypeError, RecursionError):
            return heads, number
        secret = secrets.get(head.key) if isinstance(head.key, str) else None
        if secret is None or _head_seal(secret, previous, body) != seal:
            return heads, number
        heads.append(head)
        previous = seal
    return heads, None if content.endswith(b"\n") else len(heads)


def _head_seal(secret: bytes, previous: str, body: bytes) -> str:
    return _keyed(secret, f"head\n{previous}\n".encode() + body)


def _written(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode("ascii")


def _closed(body: bytes, name: str, value: str) -> bytes:
    return body[:-1] + f',"{name}":"{value}"}}'.encode()


def _keyed(secret: bytes, content: bytes) -> str:
    return hmac.digest(secret, content, hashlib.sha256).hex()


ELSEWHERE = "PCPLAN_AUDIT_KEYS"
_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """What the file of keys holds; `is_used` once an entry was written under them."""

    secrets: dict[str, bytes]
    is_used: bool = False

    @property
    def last(self) -> str:
        """Name the newest key."""
        return next(reversed(self.secrets))


@dataclass(frozen=True)
class Keyring:
    """The file of keys."""

    path: Path

    @classmethod
    def of(cls, site: Site) -> "Keyring":
        """Find a site's keys: its own file, or the one that PCPLAN_AUDIT_KEYS names."""
        return cls(Path(os.environ.get(ELSEWHERE) or site.state / "keys" / "audit.json"))

    def read(self) -> Keys | None:
        """Read the keys; None where there are none yet."""
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
            found = {one["id"]: bytes.fromhex(one["secret"]) for one in said["keys"]}
            is_used = bool(said.get("is_used", False))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AuditError(
                f"{self.path}: the key of the audit log cannot be read ({error.strerror}). "
                "Give the account that runs pcplan the right to read it."
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AuditError(self._not_keys()) from error
        if not found or any(id_of(secret) != name for name, secret in found.items()):
            raise AuditError(self._not_keys())
        return Keys(found, is_used)

    def add(self) -> Keys:
        """Make one more key: the first, or the one that takes the place of the last."""
        before = self.read() or Keys({})
        secret = secrets.token_bytes(_BYTES)
        after = Keys({**before.secrets, id_of(secret): secret}, before.is_used)
        self._write(after)
        return after

    def mark_used(self, keys: Keys) -> Keys:
        """Remember that there is a log, so that one which is gone as a whole is missed."""
        used = Keys(keys.secrets, is_used=True)
        self._write(used)
        return used

    def _write(self, keys: Keys) -> None:
        said = {
            "keys": [{"id": name, "secret": secret.hex()} for name, secret in keys.secrets.items()],
            "is_used": keys.is_used,
            "written": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }
        effects.make_folder(self.path.parent)
        beside = self.path.with_name(self.path.name + effects.PARTIAL)
        # Made for its owner alone before a byte of a key is in it.
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        beside.chmod(0o600)
        with effects.opened(beside, "w") as file:
            file.write(json.dumps(said, indent=1) + "\n")
        effects.replace(beside, self.path)

    def _not_keys(self) -> str:
        return (
            f"{self.path}: is not a file of audit keys, or was changed. Put back the copy that was "
            "kept of it; nothing can be entered in the audit log without it."
        )


def id_of(secret: bytes) -> str:
    """Name a key by its fingerprint."""
    return hashlib.sha256(b"pcplan audit key\n" + secret).hexdigest()[:12]


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
