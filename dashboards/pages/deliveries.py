"""What came and when: the calendar of feeds by day, the list of files, the tables' checks."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.evidence import is_late
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages
from snapshot.published import Published, Row

deliveries = Pages("deliveries", active="quality")
DAYS_SHOWN = 28
MOST_FILES = 500
# The worst of a day decides its mark; each mark has a shape and a word.
MARKS = {
    "refused": ("▲", "refused"),
    "quarantined": ("▲", "quarantined"),
    "partly_rejected": ("◆", "partly rejected"),
    "loaded": ("●", "loaded"),
    "superseded": ("○", "superseded"),
    "duplicate": ("○", "sent before"),
    "ignored": ("○", "ignored"),
    "withdrawn": ("○", "withdrawn"),
}


@dataclass(frozen=True)
class CalendarDay:
    """One feed on one day: what came, or what should have."""

    mark: str
    meaning: str


def calendar(reader: Reader) -> dict[str, Any]:
    """Return the grid: a row for each feed under its supplier, a column for each of four weeks."""
    published = reader.published
    as_at = published.as_at
    days = [as_at - dt.timedelta(days=back) for back in range(DAYS_SHOWN - 1, -1, -1)]
    came: dict[tuple[str, dt.date], list[str]] = {}
    for row in published.rows("select feed_id, received_at, state from delivery"):
        if row["received_at"]:
            key = (row["feed_id"], row["received_at"].date())
            came.setdefault(key, []).append(row["state"])
    feeds = sorted(
        published.feeds, key=lambda feed: (feed["supplier"] or "", feed["title"], feed["feed_id"])
    )
    return {
        "days": days,
        "rows": [
            (feed, [_day(feed, day, came.get((feed["feed_id"], day), []), as_at) for day in days])
            for feed in feeds
        ],
    }


def _day(feed: Row, day: dt.date, states: list[str], as_at: dt.date) -> CalendarDay | None:
    if states:
        worst = min(states, key=lambda state: list(MARKS).index(state) if state in MARKS else 99)
        mark, meaning = MARKS.get(worst, ("○", worst))
        return CalendarDay(mark, f"{words.counted(len(states), 'file')}, {meaning}")
    if feed["due_date"] == day:
        return CalendarDay("!", "due, and late" if day < as_at else "due today")
    return None


def by_table(published: Published) -> list[Row]:
    """Count the checks of each table, the tables with a failed one first."""
    tables: dict[str, Row] = {}
    states = {row["table_name"]: row for row in published.table_states}
    for check in published.checks:
        name = check["table_name"]
        state = states.get(name)
        new = {"table_name": name, "total": 0, "broken": 0, "surprises": 0, "raised": 0}
        row = tables.setdefault(name, new | {"state": state["state"] if state else "not known"})
        row["total"] += 1
        if check["raised"]:
            row["raised"] += 1
        elif not check["passed"]:
            row["broken" if check["severity"] == "critical" else "surprises"] += 1
    return sorted(
        tables.values(),
        key=lambda row: (
            not (row["broken"] or row["raised"] or row["surprises"]),
            row["table_name"],
        ),
    )


def slug(supplier: str) -> str:
    """Write a supplier's name as an address."""
    return re.sub(r"[^a-z0-9]+", "-", supplier.casefold()).strip("-") or "supplier"


def suppliers(reader: Reader) -> list[Row]:
    """Return each supplier with how many feeds it has and how they stand."""
    as_at = reader.published.as_at
    suppliers_by_name: dict[str, Row] = {}
    for feed in reader.published.feeds:
        name = feed["supplier"] or "No supplier is named"
        new = {"supplier": name, "slug": slug(name), "feeds": 0, "late": 0, "refused": 0}
        row = suppliers_by_name.setdefault(name, new | {"delivered": 0, "rejected": 0})
        row["feeds"] += 1
        row["late"] += is_late(feed, as_at)
        row["refused"] += feed["files_refused"] or 0
        row["delivered"] += feed["rows_delivered"] or 0
        row["rejected"] += feed["rows_rejected"] or 0
    return sorted(suppliers_by_name.values(), key=lambda row: row["supplier"].casefold())


@deliveries.page("/deliveries", "deliveries.html", "Deliveries", asks=("feed", "state"))
def listing(reader: Reader, feed: str = "", state: str = "") -> dict[str, Any] | None:
    """Gather the list of delivered files, of one feed or in one state where asked."""
    published = reader.published
    feeds = {row["feed_id"]: row for row in published.feeds}
    if feed and feed not in feeds:
        return None
    rows = published.rows(
        """
        select *
        from delivery
        where (? = '' or feed_id = ?) and (? = '' or state = ?)
        order by received_at desc nulls last, file_name
        """,
        [feed, feed, state, state],
    )
    return {
        "files": rows[:MOST_FILES],
        "file_count": len(rows),
        "feeds": feeds,
        "feed_id": feed,
        "state": state,
        "states": [
            row["state"] for row in published.rows("select distinct state from delivery order by 1")
        ],
    }


@deliveries.page("/suppliers/<name>", "supplier.html")
def supplier(reader: Reader, name: str) -> dict[str, Any] | None:
    """Gather one supplier's card; None where there is no such supplier."""
    mine = next((row for row in suppliers(reader) if row["slug"] == name), None)
    if mine is None:
        return None
    published = reader.published
    feeds = [
        f for f in published.feeds if (f["supplier"] or "No supplier is named") == mine["supplier"]
    ]
    ids = [feed["feed_id"] for feed in feeds]
    as_at = published.as_at
    return {
        "heading": mine["supplier"],
        "supplier": mine,
        "feeds": [
            feed
            | {
                "standing": words.days_late_text(feed["due_date"], as_at)
                if feed["due_date"]
                else "no day is set"
            }
            for feed in feeds
        ],
        "files": published.rows(
            """
            select *
            from delivery
            where list_contains(string_split(?, ','), feed_id)
            and state in ('refused', 'quarantined', 'partly_rejected')
            order by received_at desc nulls last, file_name
            limit 100
            """,
            [",".join(ids)],
        ),
    }
