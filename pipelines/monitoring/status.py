"""What an officer must know: each feed, the last snapshot, and what is late, refused or withheld."""

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from pipelines.monitoring.notifications.memory import unsent
from pipelines.site.site import Site
from snapshot import snapshots
from snapshot.published import Published

DAYS_IN_MONTH, DAYS_IN_YEAR = 30.44, 365.25
HOLES = "not delivered between"


@dataclass(frozen=True)
class FeedLine:
    """One feed as it stands today."""

    feed_id: str
    title: str
    supplier: str
    last_delivery_at: dt.datetime | None
    data_to: dt.date | None
    due_date: dt.date | None
    days_late: int
    rows_delivered: int
    rows_loaded: int
    rows_rejected: int
    rows_ignored: int
    files_refused: int
    state: str
    reason: str | None
    is_synthetic: bool

    @property
    def standing(self) -> str:
        """Say in words how the feed stands: how late, what was refused or rejected."""
        if self.last_delivery_at is None and not self.files_refused:
            return "nothing delivered yet"
        said = [f"{stretch(self.days_late)} late"] if self.days_late else []
        if self.files_refused:
            said.append(f"{counted(self.files_refused, 'file')} refused")
        if self.rows_rejected and self.rows_delivered:
            share = self.rows_rejected / self.rows_delivered
            said.append(f"{max(share, 0.001):.1%} of records rejected")
        if not said:
            said.append("on time" if self.due_date else "delivered; no day is set")
        if HOLES in (self.reason or ""):
            said.append("not complete")
        return ", ".join(said)

    @property
    def problems(self) -> list[str]:
        """Say in sentences what is wrong with it, and whom to ask."""
        found = []
        if self.days_late:
            found.append(
                f"{self.feed_id} is {stretch(self.days_late)} late: due {_day(self.due_date)}, holds "
                f"data to {_day(self.data_to)}. Ask {self.supplier}."
            )
        if self.state in ("refused", "partly_rejected"):
            found.append(f"{self.feed_id} has trouble: {self.reason}")
        elif self.state == "not_delivered":
            found.append(f"{self.feed_id}: nothing has been delivered yet. Ask {self.supplier}.")
        return found


@dataclass(frozen=True)
class Status:
    """The whole site as it stands today; `problems` decide the exit status."""

    site: str
    business_date: dt.date
    snapshot_id: str | None
    published_at: str | None
    snapshot_business_date: str | None
    is_synthetic: bool
    feeds: list[FeedLine] = field(default_factory=list)
    withheld: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    promises_without: list[dict[str, Any]] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[str]:
        """Say in sentences what is late, refused or withheld."""
        found = [problem for feed in self.feeds for problem in feed.problems]
        for table in self.withheld:
            found.append(f"{table['table_name']} is {table['state']}: {table['reason']}.")
        found += [
            f"{promise['priority_id']} promises {promise['item']!r}, which has no figure: "
            f"{promise['reason']}."
            for promise in self.promises_without
        ]
        found += [f"{name} was not made: {why}" for name, why in self.left_out.items()]
        return found + self.unsent

    def as_dict(self) -> dict[str, Any]:
        """Give the status as plain data, for JSON."""
        feeds = [dataclasses.asdict(feed) | {"standing": feed.standing} for feed in self.feeds]
        return {**dataclasses.asdict(self), "feeds": feeds, "problems": self.problems}


def counted(number: int, word: str) -> str:
    """Say how many of a thing: 1 file, 2 files."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def stretch(days: int) -> str:
    """Say a stretch of days in the unit that fits: days, then months, then years."""
    if days < 91:
        return counted(days, "day")
    if days < 730:
        return counted(round(days / DAYS_IN_MONTH), "month")
    return f"{days / DAYS_IN_YEAR:.1f} years"


def _day(date: dt.date | None) -> str:
    return f"{date.day} {date:%B} {date.year}" if date else "no day yet"


def read_status(site: Site, today: dt.date | None = None) -> Status:
    """Read the current snapshot; lateness follows the business date, not the night of publication."""
    business_date = site.business_date(today)
    if snapshots.current_id(site.published) is None:
        return Status(str(site.root), business_date, None, None, None, False)
    snapshot = snapshots.find(site.published)
    with Published(site.published, "restricted", snapshot.snapshot_id) as published:
        return Status(
            str(site.root),
            business_date,
            snapshot.snapshot_id,
            snapshot.manifest["published_at"],
            snapshot.manifest["business_date"],
            published.snapshot["is_synthetic"],
            [_feed(row, business_date) for row in published.rows("from feed_status order by all")],
            published.rows(
                "select table_name, state, reason from table_state where state <> 'good' "
                "order by state, table_name",
            ),
            published.rows(
                "select table_name, expectation, raised, unexpected_count, notes from quality_check "
                "where not passed and (severity = 'warning' or raised) order by all",
            ),
            published.rows(
                "select priority_id, item, reason from promise where state <> 'kept' order by all",
            ),
            unsent(site),
            snapshot.manifest.get("left_out", {}),
        )


def _feed(row: dict[str, Any], business_date: dt.date) -> FeedLine:
    due = row["due_date"]
    late = (business_date - due).days if due and business_date > due else 0
    state = "late" if late and row["state"] == "on_time" else row["state"]
    names = {f.name for f in dataclasses.fields(FeedLine)} - {"days_late", "state"}
    told = {name: row[name] for name in names}
    if state == "late" and row["state"] != "late":
        said = f"due on {_day(due)}, not delivered"
        told["reason"] = f"{said}; {row['reason']}" if row["reason"] else said
    return FeedLine(**told, days_late=late, state=state)
