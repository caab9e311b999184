"""What one supplier's scorecard says: how each feed stands, what was refused, what to mend."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards import words
from dashboards.evidence import is_late
from snapshot.published import Published, Row

REFUSED = ("refused", "quarantined")
EXAMPLES = 3
DAYS_SHOWN = 12
HOLES = "not delivered between the first and the last period: "
HIDDEN = "(not shown: the column is sensitive)"
_ADDRESSED = (
    (re.compile(r"\bask the supplier to ", re.IGNORECASE), "Please "),
    (re.compile(r"\bask the supplier for ", re.IGNORECASE), "Please send "),
    (re.compile(r"\bask the supplier\b", re.IGNORECASE), "Please tell us"),
    (re.compile(r", or declare [^.;]*contract"), ""),
    (re.compile(r"\bthis supplier's\b"), "your"),
)
_SAME = 0.0005  # shares nearer than a twentieth of a per cent are told as the same


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


class Contracts(Protocol):
    """What the feeds' contracts say of a column, by the publisher's name for it."""

    def is_sensitive(self, feed_id: str, header: str) -> bool:
        """Say whether its values must not be shown."""

    def example(self, feed_id: str, header: str) -> str:
        """Give a value that the column allows; empty where none is known."""


def scorecards(published: Published, contracts: Contracts) -> list[Scorecard]:
    """Return a scorecard for each supplier, by name; `contracts` say what may be shown."""
    deliveries = published.rows(
        "select * from delivery order by received_at desc nulls last, file_name"
    )
    rejected = [
        row | {"value": HIDDEN}
        if contracts.is_sensitive(row["feed_id"], row["column_name"] or "")
        else row
        for row in published.rows("select * from rejected_record order by all")
    ]
    suppliers = sorted({feed["supplier"] for feed in published.feeds}, key=str.casefold)
    return [_scorecard(published, name, deliveries, rejected, contracts) for name in suppliers]


def _scorecard(
    published: Published,
    supplier: str,
    deliveries: list[Row],
    rejected: list[Row],
    contracts: Contracts,
) -> Scorecard:
    as_at = published.as_at
    mine = [feed for feed in published.feeds if feed["supplier"] == supplier]
    cards = tuple(_card(feed, as_at, deliveries, rejected, contracts) for feed in mine)
    actions = tuple(action for card in cards for action in _actions(card, as_at))
    ids = {feed["feed_id"] for feed in mine}
    return Scorecard(
        supplier, as_at, cards, actions, tuple(row for row in rejected if row["feed_id"] in ids)
    )


def _card(
    feed: Row,
    as_at: dt.date,
    deliveries: list[Row],
    rejected: list[Row],
    contracts: Contracts,
) -> FeedCard:
    files = tuple(
        row | {"reason": to_supplier(row["reason"] or "")}
        for row in deliveries
        if row["feed_id"] == feed["feed_id"]
    )
    days = _days(files)
    return FeedCard(
        feed,
        _standing(feed, as_at),
        files,
        _broken((row for row in rejected if row["feed_id"] == feed["feed_id"]), contracts),
        tuple(days[-DAYS_SHOWN:]),
        trend_text(days),
    )


def _standing(feed: Row, as_at: dt.date) -> str:
    if is_late(feed, as_at):
        return words.days_late_text(feed["due_date"], as_at)
    if feed["last_delivery_at"] is None:
        return "refused" if feed["files_refused"] else "nothing delivered yet"
    return "on time" if feed["due_date"] else "delivered; no day is set"


def _broken(rejected: Iterable[Row], contracts: Contracts) -> tuple[BrokenRule, ...]:
    """Group rejected records by column and rule, the commonest first."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rejected:
        key = (row["column_name"] or "the whole record", row["rule"] or "breaks a rule")
        groups.setdefault(key, []).append(row)
    found = [
        BrokenRule(
            column,
            rule,
            len(rows),
            len({row["file_name"] for row in rows}),
            tuple(rows[:EXAMPLES]),
            _such(contracts.example(rows[0]["feed_id"], column), rule),
        )
        for (column, rule), rows in groups.items()
    ]
    return tuple(sorted(found, key=lambda rule: (-rule.records, rule.column, rule.rule)))


def _such(example: str, rule: str) -> str:
    """Show what is meant, where a rule names a form that only programmers read."""
    return f" (such as {example})" if example and "form" in rule else ""


def _days(files: Iterable[Row]) -> list[Row]:
    """Add up what came on each day, oldest first."""
    days: dict[dt.date, Row] = {}
    for row in files:
        if row["received_at"] is None:
            continue
        day = row["received_at"].date()
        empty = {"day": day, "files": 0, "refused": 0} | {f"rows_{kind}": 0 for kind in _KINDS}
        total = days.setdefault(day, empty)
        total["files"] += 1
        total["refused"] += row["state"] in REFUSED
        for kind in _KINDS:
            total[f"rows_{kind}"] += int(row[f"rows_{kind}"] or 0)
    return [days[day] for day in sorted(days)]


_KINDS = ("in_file", "loaded", "rejected", "ignored")


def _actions(card: FeedCard, as_at: dt.date) -> Iterable[str]:
    """Say what the supplier can do, the most urgent first."""
    feed = card.feed
    title = feed["title"]
    if is_late(feed, as_at):
        late = words.days_late_text(feed["due_date"], as_at)
        yield (
            f"{title} is {late}: it was due on {words.date_text(feed['due_date'])}, and what we hold "
            f"ends on {words.date_text(feed['data_to'])}. Please send the next file."
        )
    elif feed["last_delivery_at"] is None and not card.files:
        yield f"{title}: nothing has come yet. Please send the first file."
    for row in card.refused:
        done = "refused whole" if row["state"] == "refused" else "set aside"
        yield f"{title}: {row['file_name'].rsplit('/', 1)[-1]} was {done}. {row['reason']}"
    for rule in card.broken:
        yield f"{title}: {rule.sentence} Please mend the records and send the whole file again."
    _, _, holes = (feed["reason"] or "").partition(HOLES)
    if holes:
        yield (
            f"{title}: between its first and its last period nothing came for {holes}. Please send "
            "it, or tell us that there is nothing to send."
        )


def to_supplier(reason: str) -> str:
    """Turn a reason, written for the office, to the supplier: `Ask the supplier to` is `Please`."""
    for found, said in _ADDRESSED:
        reason = found.sub(said, reason)
    # What stands after a full stop or by itself begins with a capital, the rest does not.
    return re.sub(r"(?<=[;,] )Please", "please", reason[:1].upper() + reason[1:])


def share_text(part: int, whole: int) -> str:
    """Say a part of a whole as a count and a percentage: 7 (0.7%)."""
    if not part or not whole:
        return "none"
    share = 100 * part / whole
    return f"{part:,} (under 0.1%)" if share < 0.1 else f"{part:,} ({share:.1f}%)"


def trend_text(days: Sequence[Row]) -> str:
    """Compare the latest day's deliveries with those before it."""
    counted = [day for day in days if day["rows_in_file"]]
    if not days:
        return "Nothing has been delivered, so there is no trend."
    if len(counted) < 2:
        return f"Everything came on {words.date_text(days[-1]['day'])}, so there is no trend yet."
    latest, earlier = counted[-1], counted[:-1]
    now = latest["rows_rejected"] / latest["rows_in_file"]
    before = sum(day["rows_rejected"] for day in earlier) / sum(
        day["rows_in_file"] for day in earlier
    )
    on = words.date_text(latest["day"])
    if abs(now - before) < _SAME:
        return f"The share of records rejected on {on}, {now:.1%}, is as it was before."
    moved = "fell" if now < before else "rose"
    return (
        f"The share of records rejected {moved} to {now:.1%} on {on}, from {before:.1%} over the "
        f"{words.counted(len(earlier), 'delivery day')} before."
    )
