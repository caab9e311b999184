"""Proves the audit log from its lines, heads and tip, or says plainly where it breaks and how."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.audit.chain import (
    FILES,
    HEADS,
    OF_ITSELF,
    START,
    TIP,
    Entry,
    Keys,
    Secrets,
    Tip,
    head_of,
    mac_of,
    parse,
    read_heads,
    read_tip,
    told,
)

KINDS = ("edited", "deleted", "inserted", "reordered", "truncated", "key", "noted")


@dataclass(frozen=True)
class Written:
    """What lies in the folder of the log, as bytes."""

    files: Mapping[str, bytes]
    heads: bytes = b""
    tip: bytes | None = None

    @classmethod
    def of(cls, folder: Path) -> "Written":
        """Read a folder."""
        heads, tip = folder / HEADS, folder / TIP
        return cls(
            {path.name: path.read_bytes() for path in sorted(folder.glob(FILES))},
            heads.read_bytes() if heads.exists() else b"",
            tip.read_bytes() if tip.exists() else None,
        )


@dataclass(frozen=True)
class Problem:
    """One place where the log is not what was written."""

    kind: str
    where: str
    said: str


@dataclass
class Report:
    """What the log proves."""

    entries: int = 0
    first_at: str = ""
    last_at: str = ""
    head: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(written: Written, keys: Keys | None, kept_head: str = "") -> Report:
    """Verify a log; `kept_head` is one that was sent off the machine before."""
    secrets = keys.secrets if keys else {}
    walk = _Walk(secrets, _sequences(written))
    for file in sorted(written.files):
        walk.read(file, written.files[file])
    report = walk.report
    tip = read_tip(written.tip or b"", secrets)
    if tip is not None or written.files or (keys and keys.is_used):
        walk.end(tip, is_missing=written.tip is None)
    if kept_head:
        _compare(walk, kept_head)
    if walk.is_unbroken:
        _judge_heads(walk, written.heads)
    report.entries, report.head = len(walk.macs), head_of(walk.sequence, walk.mac)
    return report


def _sequences(written: Written) -> Counter[int]:
    lines = (line for content in written.files.values() for line in content.split(b"\n"))
    return Counter(read[0].sequence for line in lines if (read := parse(line)))


class _Walk:
    """Goes along the chain and notes where it breaks."""

    def __init__(self, secrets: Secrets, present: Counter[int]) -> None:
        self.report = Report()
        self.macs: dict[int, str] = {}
        self.ends: list[tuple[str, int, str]] = []  # each day that ended: day, sequence, mac
        self.sequence, self.mac, self.day = 0, START, ""
        self._key: str | None = None
        self._secrets = secrets
        self._present = present
        self._loose: list[tuple[str, bytes]] = []
        self._lacking: set[str] = set()

    @property
    def is_unbroken(self) -> bool:
        """Say whether every line was the next one of the chain."""
        return not any(one.kind not in ("noted", "key") for one in self.report.problems)

    def read(self, file: str, content: bytes) -> None:
        """Go over one file."""
        *lines, rest = content.split(b"\n")
        for number, line in enumerate(lines, 1):
            where = f"{file}, line {number}"
            if found := parse(line):
                self._step(found[0], found[1], file, where)
            else:
                self._loose.append((where, line))
        if rest:
            self._say(
                "truncated", f"{file}, line {len(lines) + 1}",
                "the line is cut off: by a crash, which the next entry will mention, or by somebody",
            )  # fmt: skip

    def _step(self, entry: Entry, body: bytes, file: str, where: str) -> None:
        missing = entry.sequence - self.sequence - 1
        is_twice = self._present[entry.sequence] > 1
        if missing < 0:
            kind = "inserted" if is_twice else "reordered"
            self._say(
                kind, where, f"entry {entry.sequence} stands where {self.sequence + 1} should"
            )
            return
        self._judge_loose(entry, missing)
        if missing == 0 and not self._is_chained(entry, body, file, where):
            if is_twice:
                self._say("inserted", where, f"a second entry {entry.sequence}, and not as written")
                return
            self._say("edited", where, f"entry {entry.sequence} is not as it was written")
        elif missing > (0 if entry.action in OF_ITSELF else len(self._loose)):
            self._say_missing(entry.sequence, where)
        self._loose = [one for one in self._loose if entry.action in OF_ITSELF]
        if self.day and entry.day > self.day and not missing:
            self.ends.append((self.day, self.sequence, self.mac))
        self._accept(entry, where)

    def _accept(self, entry: Entry, where: str) -> None:
        self.sequence, self.mac, self.day = entry.sequence, entry.mac, entry.day
        self._key = entry.next_key
        self.macs[entry.sequence] = entry.mac
        self.report.first_at = self.report.first_at or entry.at
        self.report.last_at = entry.at
        said = ", ".join(f"{name} {value}" for name, value in entry.details.items())
        if entry.action == "break":
            self._say("noted", where, f"entry {entry.sequence} ({entry.at}) says: {said}")
        elif entry.action in OF_ITSELF:
            self.report.notes.append(f"{where}: {entry.action}, {entry.at}: {said}")

    def _is_chained(self, entry: Entry, body: bytes, file: str, where: str) -> bool:
        if self._key is not None and entry.key != self._key and entry.action != "break":
            return False
        secret = self._secrets.get(entry.key)
        if secret is None:
            if entry.key not in self._lacking:
                self._say("key", where, f"from here, nothing can be proved without key {entry.key}")
            self._lacking.add(entry.key)
            return True
        return mac_of(secret, self.mac, file, body) == entry.mac

    def _judge_loose(self, entry: Entry, missing: int) -> None:
        """Lines that are no entries are explained by the entry after them, or are a problem."""
        if entry.action in OF_ITSELF:
            wanted = entry.details.get("sha256")
            if wanted is None:
                return
            for one in self._loose:
                if told(one[1])["sha256"] == wanted:
                    self._loose.remove(one)
                    return
            self._say(
                "deleted", f"before entry {entry.sequence}", "the line that it mentions is gone"
            )
            return
        for where, _ in self._loose:
            kind = "edited" if missing == len(self._loose) else "inserted"
            self._say(kind, where, "the line is not an entry of this log")

    def _say_missing(self, sequence: int, where: str) -> None:
        first, last = self.sequence + 1, sequence - 1
        said = f"entries {first} to {last} are" if last > first else f"entry {first} is"
        if any(self.sequence < one < sequence for one in self._present):
            self._say("reordered", where, f"{said} not before entry {sequence}, where it belongs")
        else:
            self._say("deleted", where, f"{said} missing before entry {sequence}")

    def end(self, tip: Tip | None, *, is_missing: bool) -> None:
        """Compare where the lines end with where the tip says they end."""
        for where, _ in self._loose:
            self._say("inserted", where, "the line is not an entry of this log")
        if tip is None:
            kind = "deleted" if is_missing else "edited"
            self._say(kind, TIP, "what says where the log ends is gone or was changed")
        elif self.sequence < tip.sequence:
            self._say(
                "truncated", "at the end",
                f"the log ends at entry {self.sequence}; it went on to {tip.sequence}",
            )  # fmt: skip
        elif tip.sequence and self.macs.get(tip.sequence, tip.mac) != tip.mac:
            self._say("edited", TIP, f"entry {tip.sequence} is not the one that was written last")

    def _say(self, kind: str, where: str, said: str) -> None:
        self.report.problems.append(Problem(kind, where, said))


def _judge_heads(walk: _Walk, content: bytes) -> None:
    """Each day that ended has its head; a head may be ahead of the lines by a crash only."""
    say = walk.report.problems.append
    heads, bad = read_heads(content, walk._secrets)
    if bad is not None:
        say(Problem("edited", f"{HEADS}, line {bad}", "is not as it was written, or is cut off"))
        return
    found = {(head.day, head.sequence, head.mac) for head in heads}
    for day, sequence, _ in (end for end in walk.ends if end not in found):
        say(Problem("deleted", HEADS, f"the head of {day}, entry {sequence}, is missing"))
    for head in heads:
        if head.sequence > walk.sequence:
            text = f"the log ends at {walk.sequence}; on {head.day} it went to {head.sequence}"
            say(Problem("truncated", HEADS, text))
        elif walk.macs.get(head.sequence, head.mac) != head.mac:
            say(Problem("edited", HEADS, f"entry {head.sequence} is another than on {head.day}"))


def _compare(walk: _Walk, kept: str) -> None:
    """Compare the log with a head that was kept elsewhere."""
    number, _, mac = kept.strip().partition("-")
    sequence = int(number) if number.isdecimal() else -1
    if len(mac) < 16 or sequence < 1:
        problem = Problem("key", "--head", f"{kept!r} is not a head; it looks like 1234-0f3a…")
    elif sequence not in walk.macs:
        said = f"entry {sequence}, which was there when this head was sent, is gone"
        problem = Problem("truncated", "--head", said)
    elif not walk.macs[sequence].startswith(mac):
        problem = Problem("edited", "--head", f"entry {sequence} is another than was sent")
    else:
        return
    walk.report.problems.append(problem)


def entries(folder: Path) -> Iterator[Entry]:
    """Read the entries one by one, oldest first, unproved."""
    for path in sorted(folder.glob(FILES)):
        with path.open("rb") as file:
            for line in file:
                if read := parse(line.removesuffix(b"\n")):
                    yield read[0]
