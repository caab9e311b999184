"""Which deliveries say the same, and which may not replace what stands: judged by content.

A delivery with the typed records of another of the same period is a duplicate, whatever its name,
its bytes or its order. With those of another period it is quarantined: a supplier sent one period's
file as another's. So is one that holds fewer than half of the records of the part it would replace:
a file cut at the end of a record looks whole in every other way. What came first stays; among those
that came together, the earliest period.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.contract.feed import Layout
from pipelines.sql import literal
from pipelines.store.warehouse import Warehouse

if TYPE_CHECKING:
    from pipelines.ingest.intake.account import Entry

FEWEST_TELLING_ROWS = 5
FEWEST_ROWS_TO_SHRINK = 20
LEAST_SHARE_KEPT = 0.5


@dataclass
class Edition:
    """An accepted delivery: what it holds, when it came and what it is about."""

    file_name: str
    sha256: str
    table: str
    content: str
    period: dt.date | None
    received_at: dt.datetime
    parts: dict[str, int] = field(default_factory=dict)
    is_replaced: bool = False

    @property
    def rank(self) -> tuple[dt.datetime, dt.date, str]:
        """What decides which of two is the later edition: arrival, then period, then name."""
        return self.received_at, self.period or dt.date.min, self.file_name


def standing(warehouse: Warehouse, feed_id: str, besides: list[str]) -> list[Edition]:
    """Read the accepted deliveries of a feed from the ledger, besides some files."""
    rows = warehouse.rows(
        """
        select d.file_name, d.sha256, d.table_name, coalesce(d.content, ''), d.file_period,
            d.received_at, d.state = 'superseded', list(p.part) filter (p.part is not null),
            list(p.row_count) filter (p.part is not null)
        from quality.delivery as d
        left join quality.delivery_part as p using (staged_file, table_name)
        where d.feed_id = ? and d.state in ('loaded', 'partly_rejected', 'superseded')
            and d.file_name not in (select unnest(?))
        group by all
        """,
        [feed_id, besides],
    )
    found = []
    for *told, is_replaced, parts, counts in rows:
        edition = Edition(*told)
        edition.is_replaced = is_replaced
        edition.parts = dict(zip(parts or [], counts or [], strict=True))
        found.append(edition)
    return found


def judge(warehouse: Warehouse, entries: list["Entry"], editions: list[Edition]) -> None:
    """Set aside each new delivery that repeats another, or that may not replace what stands."""
    accepted = [e for e in entries if e.account.state in ("loaded", "partly_rejected")]
    for new, entry in sorted(((_edition(e), e) for e in accepted), key=lambda pair: pair[0].rank):
        layout = entry.layout
        assert layout is not None
        of_table = [edition for edition in editions if edition.table == new.table]
        same = [edition for edition in of_table if edition.content == new.content]
        if twin := next((e for e in same if _same_period(e, new)), None):
            since = (
                ", which a later delivery has replaced since: where these rows are right after all, "
                "take that one away"
            )
            reason = f"the same rows as {twin.file_name}{since if twin.is_replaced else ''}."
            entry.account.repeats(reason, twin.sha256)
            continue
        path = str(warehouse.staged_path(entry.staged_file))
        if same and _is_telling(warehouse, layout, path):
            entry.account.quarantine(_copied(new, same[0]), same[0].sha256)
        elif shrunk := _shrunk(new, of_table, layout):
            entry.account.quarantine(*shrunk)
        else:
            editions.append(new)


def _edition(entry: "Entry") -> Edition:
    parts: dict[str, int] = {}
    for part, _, rows in entry.account.parts:
        parts[part] = parts.get(part, 0) + rows
    return Edition(
        entry.found.name, entry.sha256, entry.table or "", entry.account.content, entry.period,
        entry.received_at, parts,
    )  # fmt: skip


def _same_period(one: Edition, other: Edition) -> bool:
    return one.period == other.period or one.period is None or other.period is None


def _copied(new: Edition, old: Edition) -> str:
    return (
        f"holds the same figures as {old.file_name}, though their names say different periods: one "
        "period's file was sent as another's. Nothing of it is loaded; ask the supplier which is "
        "right, and take the wrong file away."
    )


def _is_telling(warehouse: Warehouse, layout: Layout, path: str) -> bool:
    """Say whether equal content can be no coincidence.

    Two months may both hold one zero. Content tells only from five records on, and only where the
    numbers in it (text that reads as a number counts) are not all the same one.
    """
    told = [c.name for c in layout.columns if c.type not in ("boolean", "date")]
    numbers = [f"try_cast({name} as double)" for name in told]
    if not numbers:
        return False
    rows, least, most = warehouse.one(
        f"select count(*), min(least({', '.join(numbers)})), max(greatest({', '.join(numbers)})) "
        f"from read_parquet({literal(path)})"
    )
    return bool(rows >= FEWEST_TELLING_ROWS and least is not None and least != most)


def _shrunk(new: Edition, editions: list[Edition], layout: Layout) -> tuple[str, str] | None:
    """Say which part a delivery would replace by fewer than half of its records, and whose it is."""
    if layout.revision == "append" or not editions:
        return None
    by_rank = sorted(editions, key=lambda edition: edition.rank, reverse=True)
    if layout.revision == "restate":
        return _less(new, by_rank[0], "", sum(new.parts.values()), sum(by_rank[0].parts.values()))
    for part, rows in new.parts.items():
        holder = next((edition for edition in by_rank if part in edition.parts), None)
        if holder and (found := _less(new, holder, part, rows, holder.parts[part])):
            return found
    return None


def _less(new: Edition, old: Edition, part: str, rows: int, before: int) -> tuple[str, str] | None:
    if new.rank < old.rank or before < FEWEST_ROWS_TO_SHRINK or rows >= LEAST_SHARE_KEPT * before:
        return None
    of_part = f" of {part}" if part else ""
    reason = (
        f"holds {rows:,} records{of_part} where {old.file_name}, which it would replace, holds "
        f"{before:,}: it may have been cut short. Nothing of it is loaded; ask the supplier, and "
        f"where it is right take {old.file_name} away."
    )
    return reason, old.sha256
