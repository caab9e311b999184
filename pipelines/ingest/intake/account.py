"""The account of one delivered file: what became of each of its records, and the words for it."""

import datetime as dt
from dataclasses import dataclass, field

from pipelines.contract.feed import Layout
from pipelines.ingest.landing import Found

REFUSE_ABOVE_REJECTED_SHARE = 0.2
MOST_REJECTS_KEPT = 100

ACCEPTED = ("loaded", "partly_rejected", "superseded")

Part = tuple[str, dt.date | None, int]


@dataclass
class Staged:
    """The account of one file: records in file = loaded + rejected + ignored.

    `content` is the fingerprint of its typed records, whatever their order, and `parts` are the
    partitions it holds. `same_as` is the fingerprint of the delivery that it repeats.
    """

    state: str = "loaded"
    reason: str = ""
    rows_in_file: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_ignored: int = 0
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    content: str = ""
    same_as: str = ""

    @classmethod
    def refused(cls, reason: str, rows: int = 0) -> "Staged":
        """Refuse a file whole: nothing of it is loaded."""
        return cls(state="refused", reason=reason, rows_in_file=rows, rows_rejected=rows)

    def note(self, sentence: str) -> None:
        """Add a sentence to what is said about the file."""
        self.reason = f"{self.reason} {sentence}".strip()

    def repeats(self, reason: str, same_as: str) -> None:
        """Set the file aside as a duplicate: its records count as ignored."""
        self.state, self.reason, self.same_as = "duplicate", reason, same_as
        self.rows_ignored, self.rows_loaded = self.rows_ignored + self.rows_loaded, 0
        self.parts = []

    def quarantine(self, reason: str, same_as: str) -> None:
        """Hold the file back until a person has looked: its records count as rejected."""
        self.state, self.reason, self.same_as = "quarantined", reason, same_as
        self.refuse_all()

    def refuse_all(self) -> None:
        """Count every record that was to be loaded as rejected."""
        self.rows_rejected, self.rows_loaded = self.rows_rejected + self.rows_loaded, 0
        self.parts = []

    def judge(self) -> None:
        """Refuse a file of which more than a fifth is broken; else say how much is rejected."""
        if not self.rows_rejected:
            return
        line, column, value, rule = self.rejects[0]
        first = f"line {line}: {column} {value!r} {rule}"
        counted = f"{self.rows_rejected:,} of {self.rows_in_file:,} records rejected"
        if self.rows_rejected > REFUSE_ABOVE_REJECTED_SHARE * self.rows_in_file:
            self.state = "refused"
            self.refuse_all()
            self.reason = (
                f"{counted}, which is more than {REFUSE_ABOVE_REJECTED_SHARE:.0%}, so the file is "
                f"refused whole; first, {first}. Ask the supplier to mend and resend it."
            )
            return
        self.state = "partly_rejected"
        self.reason = f"{counted}; first, {first}. Ask the supplier to mend and resend it."


@dataclass
class Entry:
    """One line of the ledger in the making; `is_moving` where the file changed while it was read."""

    found: Found
    sha256: str = ""
    size: int = 0
    received_at: dt.datetime = dt.datetime.min
    layout: Layout | None = None
    staged_file: str = ""
    account: Staged = field(default_factory=Staged)
    is_moving: bool = False

    @property
    def table(self) -> str | None:
        """The raw table the file fills."""
        return f"raw.{self.layout.table}" if self.layout else None

    @property
    def period(self) -> dt.date | None:
        """The period that the file's name says it is about."""
        return self.layout.period(self.found.name) if self.layout else None


@dataclass
class Made:
    """What staging a feed's files came to; `resumed` had been staged by a night that was cut off."""

    entries: list[Entry]
    resumed: int = 0


def too_few(rows: int, layout: Layout) -> str:
    """Say that a file holds fewer records than agreed."""
    return (
        f"holds {rows:,} records where at least {layout.minimum_rows:,} are expected. "
        "A file with a header alone is not taken as zero; ask the supplier."
    )


def day(date: dt.date) -> str:
    """Write a date in words."""
    return f"{date.day} {date:%B} {date.year}"
