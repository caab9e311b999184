"""Where each feed stands: what it promised, what came and never came, and when the next is due."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from pipelines.catalogue.catalogue import Catalogue
from pipelines.contract.feed import CADENCES, Feed, Layout
from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse

MOST_NAMED = 3
MOST_PERIODS = 5_000
MOST_HOLES = 10_000
# Days between one period and the next, at most, and how many months on the next begins.
_STEPS = ((31, 1), (92, 3), (184, 6), (366, 12))


def fill_feed_status(warehouse: Warehouse, catalogue: Catalogue, business_date: dt.date) -> None:
    """Fill `out_feed_status`: one row per feed, late where its next delivery was due before today.

    Who reads the snapshot on a later day derives lateness anew by the same rule: due before that day.
    """
    warehouse.connection.execute(
        _FEED_STATUS.format(
            cadences=_promised(warehouse, catalogue), today=f"date '{business_date}'"
        )
    )


def _promised(warehouse: Warehouse, catalogue: Catalogue) -> str:
    """Write the feeds' promises as a VALUES list, with the last day each holds data for."""
    rows = []
    for feed in catalogue.feeds.values():
        data_to = _data_to(warehouse, feed)
        cells = [
            literal(feed.feed_id), literal(feed.title), literal(feed.supplier),
            literal(feed.cadence), str(CADENCES[feed.cadence]), str(feed.due_days),
            f"date '{data_to}'" if data_to else "null::date", literal(feed.marking),
            str(feed.reference).lower(), literal(sentence(holes(warehouse, feed))),
        ]  # fmt: skip
        rows.append("(" + ", ".join(cells) + ")")
    return ", ".join(rows) or "(null, null, null, null, null, null, null, null, null, null)"


def _data_to(warehouse: Warehouse, feed: Feed) -> dt.date | None:
    """Find the last day a feed holds data for: as it declares, else the last month it delivered."""
    table = f"raw.{feed.layouts[0].table}"
    if feed.data_to:
        if not warehouse.has(table):
            return None
        (found,) = warehouse.one(f"select ({feed.data_to})::date from {table}")
        return found
    (found,) = warehouse.one(
        """select last_day(max(p.month_start_date)) from quality.delivery_part as p
            join quality.delivery as d using (staged_file, table_name)
            where d.feed_id = ? and d.state in ('loaded', 'partly_rejected')""",
        [feed.feed_id],
    )
    return found


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


_FEED_STATUS = """
create or replace temp table out_feed_status as
with feed as (
    select * from (values {cadences}) as f
        (feed_id, title, supplier, cadence, cadence_days, due_days, data_to, marking, is_reference, holes)
    where feed_id is not null
),
delivered as (
    select feed_id,
        max(received_at) filter (state in ('loaded', 'partly_rejected')) as last_delivery_at,
        sum(rows_in_file)::bigint as rows_delivered, sum(rows_loaded)::bigint as rows_loaded,
        sum(rows_rejected)::bigint as rows_rejected, sum(rows_ignored)::bigint as rows_ignored,
        count(*) filter (state in ('refused', 'quarantined')) as files_refused,
        first(reason order by file_name) filter (state in ('refused', 'quarantined')) as refusal,
        first(file_name order by file_name)
            filter (state in ('refused', 'quarantined')) as refused_file,
        bool_or(is_synthetic) filter (state in ('loaded', 'partly_rejected')) as is_synthetic,
    from quality.delivery where state <> 'withdrawn' group by all
),
dated as (
    select *,
    case
        when cadence in ('irregular') or data_to is null then null
        when cadence = 'daily' then data_to + 1 + due_days
        when cadence = 'weekly' then data_to + 7 + due_days
        when cadence = 'monthly' then last_day((data_to + interval 1 day)::date) + due_days
        when cadence = 'quarterly' then last_day((data_to + interval 3 month)::date) + due_days
        else last_day((data_to + interval 12 month)::date) + due_days
    end as due_date,
    from feed left join delivered using (feed_id)
)
select feed_id, title, supplier, cadence, last_delivery_at, data_to, due_date,
    coalesce(rows_delivered, 0) as rows_delivered, coalesce(rows_loaded, 0) as rows_loaded,
    coalesce(rows_rejected, 0) as rows_rejected, coalesce(rows_ignored, 0) as rows_ignored,
    coalesce(files_refused, 0) as files_refused,
    case
        when last_delivery_at is null and files_refused > 0 then 'refused'
        when last_delivery_at is null then 'not_delivered'
        when files_refused > 0 then 'refused'
        when rows_rejected > 0 then 'partly_rejected'
        when due_date < {today} then 'late'
        else 'on_time'
    end as state,
    case
        when last_delivery_at is null and coalesce(files_refused, 0) = 0 then 'nothing has been delivered yet'
        when files_refused = 1 then refused_file || ': ' || refusal
        when files_refused > 1
            then format('{{}} files refused; first, {{}}: {{}}', files_refused, refused_file, refusal)
        else nullif(concat_ws('; ',
            case when rows_rejected > 0
                then format('{{}} of {{}} records rejected', rows_rejected, rows_delivered) end,
            case when due_date < {today}
                then format('due on {{}}, not delivered', strftime(due_date, '%-d %B %Y')) end,
            nullif(holes, '')), '')
    end as reason,
    coalesce(is_synthetic, false) as is_synthetic, marking,
from dated
"""
