"""The form of the audit log: its lines, their keyed chain, the daily heads and the sealed tip.

An entry is one line of JSON that ends in its mac: HMAC-SHA256, under the key in force, of the mac
before it, the name of its file and all of the line up to the mac. So nobody without the key can
change, add, drop or move a line that the next one, the day's head or the tip does not give away.
"""

import datetime as dt
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
