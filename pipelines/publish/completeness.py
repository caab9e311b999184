"""What a feed should hold and does not: a month, an area or an offence that never came."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from pipelines.catalogue.catalogue import Catalogue
from pipelines.contract.feed import Feed, Layout
from pipelines.store.warehouse import Warehouse

MOST_NAMED = 3
MOST_PERIODS = 5_000
MOST_HOLES = 10_000
# Days between one period and the next, at most, and how many months on the next begins.
_STEPS = ((31, 1), (92, 3), (184, 6), (366, 12))


@dataclass(frozen=True)
class Hole:
    """One combination that a layout's contract expects and no delivery holds."""

    table: str
    values: tuple[str, ...]


def holes(warehouse: Warehouse, feed: Feed) -> list[Hole]:
    """List the absent combinations of a feed: every period from the first to the last that it
    holds, with every combination of the other columns that it has ever held.
    """
    found: list[Hole] = []
    for layout in feed.layouts:
        table = f"raw.{layout.table}"
        if layout.complete_by and warehouse.has(table):
            names = ", ".join(layout.complete_by)
            held = warehouse.rows(f"select distinct {names} from {table}")
            absent = islice(_absent(layout, held), MOST_HOLES)
            found += [Hole(table, _words(values)) for values in absent]
    return found


def sentence(missing: Sequence[Hole]) -> str:
    """Say what is missing, the first few by name; nothing where nothing is."""
    if not missing:
        return ""
    named = "; ".join(", ".join(hole.values) for hole in missing[:MOST_NAMED])
    rest = len(missing) - MOST_NAMED
    more = f" and {rest:,} more" if rest > 0 else ""
    return f"not delivered between the first and the last period: {named}{more}"


def all_holes(warehouse: Warehouse, catalogue: Catalogue) -> dict[str, list[Hole]]:
    """List the absent combinations of every feed that has any."""
    found = {feed.feed_id: holes(warehouse, feed) for feed in catalogue.feeds.values()}
    return {feed_id: missing for feed_id, missing in found.items() if missing}


def _absent(layout: Layout, held: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Take what is held from what is expected, in order of period, then of the other columns."""
    place = _period_place(layout)
    whole = {row for row in held if None not in row}
    others = sorted({row[:place] + row[place + 1 :] for row in whole}, key=str)
    expected = (
        (*other[:place], period, *other[place:])
        for period in _periods(sorted({row[place] for row in whole}))
        for other in others
    )
    return (row for row in expected if row not in whole)


def _period_place(layout: Layout) -> int:
    """Find the column that says the period: the first date, else the first column named."""
    dates = {column.name for column in layout.columns if column.type == "date"} | {"file_period"}
    return next((n for n, name in enumerate(layout.complete_by) if name in dates), 0)


def _periods(seen: list[Any]) -> list[Any]:
    """Fill the periods between the first and the last: by the shortest step between two of them."""
    if len(seen) < 2:
        return seen
    first, last = seen[0], seen[-1]
    if isinstance(first, int) and last - first < MOST_PERIODS:
        return list(range(first, last + 1))
    if not isinstance(first, dt.date):
        return seen
    step = min((later - earlier).days for earlier, later in pairwise(seen))
    if step in (1, 7):
        count = (last - first).days // step
        days = [first + dt.timedelta(days=step * n) for n in range(count + 1)]
        return days if count < MOST_PERIODS else seen
    months = next((months for days, months in _STEPS if step <= days), 0)
    if step < 28 or not months:
        return seen
    filled: list[dt.date] = []
    while (period := _later(first, months * len(filled))) <= last:
        filled.append(period)
    return sorted({*filled, *seen})


def _later(date: dt.date, months: int) -> dt.date:
    """Return the day as many months on; the last of a month stays the last."""
    month = date.year * 12 + date.month - 1 + months
    start = dt.date(month // 12, month % 12 + 1, 1)
    last = (start.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    is_last = (date + dt.timedelta(days=1)).day == 1
    return last if is_last else start.replace(day=min(date.day, last.day))


def _words(values: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(f"{v:%Y-%m}" if isinstance(v, dt.date) and v.day == 1 else str(v) for v in values)
