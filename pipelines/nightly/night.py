"""What a night has to do: which tables new deliveries, changed definitions or old trouble touch."""

import contextlib
import datetime as dt
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from pipelines import effects
from pipelines.build import raw_tables
from pipelines.build.builder import Builder, TableResult
from pipelines.catalogue.catalogue import Catalogue, Table, fingerprint
from pipelines.ingest.ahead import FEWEST_FILES, Ahead
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse


def touched(
    warehouse: Warehouse, catalogue: Catalogue, builder: Builder, *, full: bool = False
) -> list[str]:
    """List the tables to rebuild, in order; nothing where nothing has changed."""
    if full:
        return list(catalogue.order)
    waiting = {
        table.name
        for feed in catalogue.feeds.values()
        if builder.waiting(feed)
        for table in catalogue.raw_tables(feed)
    }
    apart = raw_tables.out_of_step(warehouse)
    for name in catalogue.order:
        table = catalogue.tables[name]
        state = warehouse.state(name)
        if state is None or state[0] != "good" or apart.get(name):
            waiting.add(name)
            continue
        desired = (
            fingerprint(
                catalogue.promises(name),
                raw_tables.version(table, _files(warehouse, table, apart)),
            )
            if table.feed is not None
            else builder.desired_version(table)
        )
        if desired != state[1]:
            waiting.add(name)
    everything = catalogue.downstream(waiting)
    return [name for name in catalogue.order if name in everything]


def _files(warehouse: Warehouse, table: Table, apart: Container[str]) -> list[raw_tables.RawFile]:
    """List what a raw table shows; what it must show, where the ledger says otherwise."""
    if table.name in apart:
        return raw_tables.chosen(warehouse, table)[0]
    return raw_tables.shown(warehouse, table)


@dataclass
class Night:
    """One night's work while it runs; listeners hear of each table as it is done."""

    site: Site
    business_date: dt.date
    results: list[TableResult] = field(default_factory=list)
    snapshot_id: str | None = None
    tables: list[str] = field(default_factory=list)


Listener = Callable[[str, object], None]
_listeners: list[Listener] = []


@contextlib.contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear, within, of ('table', TableResult), ('files', (feed, done, total)), ('snapshot', id)."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(kind: str, what: object) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(kind, what)


_ahead: list[Ahead] = []


@contextlib.contextmanager
def staging_ahead(builder: Builder) -> Iterator[Ahead | None]:
    """Stage what waits from now on, where it is much; within, the same one is given again."""
    if _ahead:
        yield _ahead[0]
        return
    in_turn = (builder.catalogue.tables[name].feed for name in builder.catalogue.order)
    feeds = {feed.feed_id: feed for feed in in_turn if feed is not None}.values()
    batches = [batch for feed in feeds if (batch := builder.waiting(feed))]
    if sum(len(batch.files) for batch in batches) < FEWEST_FILES:
        yield None
        return
    _ahead.append(Ahead(batches))
    try:
        yield _ahead[0]
    finally:
        _ahead.pop().close()


def forget_left_overs(site: Site) -> None:
    """Remove what a killed night left: unpacked copies and half-written files of ours."""
    effects.remove_tree(site.unpacked)
    for path in site.staged.rglob("*.partial"):
        effects.unlink(path)
    for folder in (site.published, site.state):
        effects.sweep(folder)
