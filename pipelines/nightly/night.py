"""One night on an open site: which tables it touches, each of them built, and the snapshot."""

import contextlib
import datetime as dt
from collections.abc import Callable, Container, Generator, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pipelines import assemble, effects
from pipelines.build import raw_tables
from pipelines.build.builder import Builder, TableResult
from pipelines.catalogue.catalogue import Catalogue, Table, fingerprint
from pipelines.ingest.ahead import FEWEST_FILES, Ahead
from pipelines.nightly.missed_nights import Due
from pipelines.papers.night_artefacts import NightArtefacts
from pipelines.publish.publish import Publisher
from pipelines.publish.register import is_published
from pipelines.publish.snapshot_tables import SnapshotTables, what_is_told
from pipelines.site.plan import Plan
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots


@dataclass(frozen=True)
class Built:
    """What became of one table, and what Dagster is told of it.

    `version` fingerprints what it now holds and `reads` what it was made from, by table;
    `months` likewise each month of a table that is kept by month.
    """

    result: TableResult
    business_date: dt.date
    code_version: str
    version: str
    reads: dict[str, str]
    months: dict[dt.date, str]


@dataclass(frozen=True)
class Published:
    """The snapshot that a night ends with."""

    snapshot_id: str
    business_date: dt.date


Step = Built | Published
T = TypeVar("T")
Steps = Generator[Step, None, T]  # nights at work: they go on as they are drawn on

# Hears of ('night', Due), ('touched', names), ('files', (feed, done, total)), ('table',
# TableResult) and ('snapshot', id) as they happen.
Listener = Callable[[str, object], None]


def nobody(kind: str, what: object) -> None:
    """Listen to nothing."""


class Night:
    """One night's work, on the one store, catalogue and builder that it has."""

    def __init__(self, plan: Plan, builder: Builder, listener: Listener = nobody) -> None:
        """Take what `opened` has opened."""
        self.plan, self.builder, self.listener = plan, builder, listener
        self.warehouse, self.catalogue = builder.warehouse, builder.catalogue
        self.site: Site = builder.warehouse.site
        self._artefacts = NightArtefacts(self.site, plan, builder.business_date)

    def to_do(self) -> list[str] | None:
        """List the tables to rebuild; None where there is nothing to rebuild or to publish."""
        tables = touched(self.warehouse, self.catalogue, self.builder, full=self.builder.full)
        return tables if tables or not self._is_published() else None

    def _is_published(self) -> bool:
        told = what_is_told(
            self.plan,
            self.catalogue,
            assemble.published_schema(),
            assemble.published_queries(),
        )
        due = self._artefacts.due()
        return is_published(self.warehouse, told, due) and snapshots.is_whole(self.site.published)

    def build(self, name: str) -> Built:
        """Bring one table up to date."""
        table = self.catalogue.tables[name]
        with self.warehouse.noticing():
            result = self.builder.build(name)
            built = Built(
                result,
                self.builder.business_date,
                code_version(self.catalogue, table),
                self._version(name),
                {up: self._version(up) for up in sorted(table.reads)},
                self.builder.months(table),
            )
        self.listener("table", result)
        return built

    def _version(self, name: str) -> str:
        state = self.warehouse.state(name)
        return (state and state[1]) or ""

    def publish(self) -> Published:
        """Publish a snapshot of what the store now holds."""
        tables = SnapshotTables(
            self.warehouse,
            self.catalogue,
            self.plan,
            self.builder.business_date,
            assemble.published_schema(),
            assemble.published_queries(),
            self.builder.build_own,
        )
        with self.warehouse.noticing():
            snapshot_id = Publisher(tables, self._artefacts).publish()
        self.listener("snapshot", snapshot_id)
        return Published(snapshot_id, self.builder.business_date)


@contextlib.contextmanager
def opened(
    site: Site,
    due: Due,
    plan: Plan,
    catalogue: Catalogue,
    *,
    full: bool = False,
    listener: Listener = nobody,
) -> Iterator[Night]:
    """Open the store of a site that is held; what waits begins to be staged, where it is much."""
    with Warehouse(site) as warehouse:
        raw_tables.refresh_views(warehouse, list(catalogue.tables.values()))
        builder = Builder(
            warehouse,
            catalogue,
            due.business_date,
            full=full,
            received_by=due.received_by,
            progress=lambda feed, done, total: listener("files", (feed, done, total)),
        )
        with _staging_ahead(builder) as builder.ahead:
            yield Night(plan, builder, listener)


@contextlib.contextmanager
def _staging_ahead(builder: Builder) -> Iterator[Ahead | None]:
    """Stage what waits from now on in a process of its own, where it is much."""
    in_turn = (builder.catalogue.tables[name].feed for name in builder.catalogue.order)
    feeds = {feed.feed_id: feed for feed in in_turn if feed is not None}.values()
    batches = [batch for feed in feeds if (batch := builder.waiting(feed))]
    if sum(len(batch.files) for batch in batches) < FEWEST_FILES:
        yield None
        return
    with contextlib.closing(Ahead(batches)) as ahead:
        yield ahead


def code_version(catalogue: Catalogue, table: Table) -> str:
    """Fingerprint what a table is made by: its query or contract, and its suite."""
    return fingerprint(table.definition, catalogue.promises(table.name))


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


def forget_left_overs(site: Site) -> None:
    """Remove what a killed night left: unpacked copies and half-written files of ours."""
    effects.remove_tree(site.unpacked)
    for path in site.staged.rglob("*.partial"):
        effects.unlink(path)
    for folder in (site.published, site.state):
        effects.sweep(folder)
