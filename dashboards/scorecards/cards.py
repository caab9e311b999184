"""What a scorecard holds: a supplier, its feeds, and the rules that its records broke."""

import datetime as dt
from dataclasses import dataclass

from dashboards import words
from dashboards.evidence import is_late
from dashboards.scorecards.wording import share_text
from snapshot.published import Row

REFUSED = ("refused", "quarantined")


@dataclass(frozen=True)
class BrokenRule:
    """One rule that records broke: which column, what the rule asks, how often, for example where."""

    column: str
    rule: str
    records: int
    files: int
    examples: tuple[Row, ...]
    such: str = ""

    @property
    def sentence(self) -> str:
        """Say it for the supplier."""
        first = self.examples[0]
        name = first["file_name"].rsplit("/", 1)[-1]
        many = words.counted(self.records, "record")
        return (
            f"in the column {self.column} the value {self.rule}{self.such} in {many} of "
            f"{words.counted(self.files, 'file')}; for example, line {first['line']} of {name} holds "
            f"{first['value'] or 'nothing'}."
        )


@dataclass(frozen=True)
class FeedCard:
    """One feed of a supplier."""

    feed: Row
    standing: str
    files: tuple[Row, ...]
    broken: tuple[BrokenRule, ...]
    days: tuple[Row, ...]
    trend: str

    @property
    def refused(self) -> list[Row]:
        """Return the files that were refused whole or set aside, newest first."""
        return [row for row in self.files if row["state"] in REFUSED]

    @property
    def told(self) -> int:
        """Return how many rejected records are named one by one."""
        return sum(rule.records for rule in self.broken)


@dataclass(frozen=True)
class Scorecard:
    """All that one supplier needs to know."""

    supplier: str
    as_at: dt.date
    feeds: tuple[FeedCard, ...]
    actions: tuple[str, ...]
    rejected: tuple[Row, ...]

    @property
    def is_synthetic(self) -> bool:
        """Say whether anything in it was made for demonstration."""
        return any(card.feed["is_synthetic"] for card in self.feeds) or any(
            row["is_synthetic"] for card in self.feeds for row in card.files
        )

    @property
    def files(self) -> list[Row]:
        """Return every file of every feed."""
        return [row for card in self.feeds for row in card.files]

    def total(self, column: str) -> int:
        """Add up a count over the files."""
        return sum(int(row[column] or 0) for row in self.files)

    @property
    def late(self) -> list[FeedCard]:
        """Return the feeds whose next delivery should have come."""
        return [card for card in self.feeds if is_late(card.feed, self.as_at)]

    @property
    def summary(self) -> str:
        """Say in one sentence how the supplier stands."""
        late, refused = len(self.late), sum(len(card.refused) for card in self.feeds)
        records, bad = self.total("rows_in_file"), self.total("rows_rejected")
        return (
            f"{words.counted(len(self.feeds), 'feed')}, {late or 'none'} late; "
            f"{words.counted(len(self.files), 'file')}, {refused or 'none'} refused; "
            f"{words.counted(records, 'record')}, {share_text(bad, records)} rejected."
        )
