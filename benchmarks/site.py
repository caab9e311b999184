"""One throwaway site that holds only what the street files need, and the nights run on it."""

import datetime as dt
import shutil
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.street import FORCES, Places
from demonstration import write_deliveries
from pipelines import assemble
from pipelines.build.builder import Builder
from pipelines.build.suite import ExpectationResult
from pipelines.catalogue.catalogue import Catalogue, Table
from pipelines.ingest.receive import receive
from pipelines.nightly import night
from pipelines.nightly.processes import collect_rarely
from pipelines.publish.publish import Publisher
from pipelines.publish.snapshot_tables import SnapshotTables
from pipelines.site.plan import read_plan
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse

STREET = "raw.police_uk_street"
SETTINGS = 'force_code = "E23000023"\n'


@dataclass
class Timing:
    """Seconds of one night by what they were spent on."""

    touched: float = 0.0
    publication: float = 0.0
    rows: int = 0
    months: int | None = None
    by: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    not_good: list[str] = field(default_factory=list)

    @property
    def load(self) -> float:
        """Finding what to do, intake, queries and checks: all but publication."""
        return self.touched + sum(self.by.values())


def real_data(repository: Path) -> Path | None:
    """Return the folder of real published files, where there is one beside the repository."""
    folder = repository.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def make_site(root: Path, repository: Path) -> tuple[Site, list[Path]]:
    """Make a site with its area and population files; return it and the model street files."""
    root.mkdir(parents=True)
    (root / "site.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "plan").mkdir()
    for path in sorted((repository / "assets" / "plan").glob("*.yaml")):
        shutil.copyfile(path, root / "plan" / path.name)
    site = Site(root)
    needed = [feed for feed in assemble.feeds() if feed.feed_id in ("area", "population")]
    data = real_data(repository)
    if data is not None:
        receive([data / "geography"], site.landing, needed)
        return site, sorted((data / "police_uk").rglob("*-street.csv"))
    made = root.parent / "demonstration"
    write_deliveries(made)
    receive([made / "area", made / "population"], site.landing, needed)
    return site, sorted((made / "police_uk_street").rglob("*street*.csv"))


def catalogue_of_street() -> Catalogue:
    """Read the real catalogue and keep the street tables, what they read and what reads them."""
    whole = assemble.catalogue()
    names = whole.downstream({STREET})
    for name in tuple(names):
        names |= whole.upstream(name)
    feeds = {}
    for feed in whole.feeds.values():
        filled = {table.name for table in whole.raw_tables(feed)}
        if filled & names:
            feeds[feed.feed_id] = feed
            names |= filled
    tables = {name: whole.tables[name] for name in whole.order if name in names}
    return Catalogue(feeds, tables, whole.suites)


class TimedBuilder(Builder):
    """A builder that knows how long it has checked what it built last."""

    checking = 0.0

    def check(self, table: Table, view: str) -> list[ExpectationResult]:
        """Run a table's suite, and time it."""
        started = time.perf_counter()
        results = super().check(table, view)
        self.checking = time.perf_counter() - started
        return results


class Bench:
    """The engine on one site: a night is what `pcplan nightly` does, without Dagster's events."""

    def __init__(self, site: Site) -> None:
        """Open the warehouse; garbage is collected from now on as `pcplan nightly` does."""
        self.site = site
        self.catalogue = catalogue_of_street()
        self.warehouse = Warehouse(site)
        collect_rarely()

    def places(self) -> Places:
        """Build the area tables, unchecked: each force's rows are placed in its own small areas."""
        unchecked = replace(self.catalogue, suites={})
        builder = Builder(self.warehouse, unchecked, dt.date.today())
        wanted = self.catalogue.upstream("core.lsoa") | {"core.lsoa", "core.police_force"}
        wanted |= self.catalogue.upstream("core.police_force")
        for name in self.catalogue.order:
            if name in wanted:
                builder.build(name)
        rows = self.warehouse.rows(
            "select f.name, l.lsoa_code, l.lsoa_name from core.lsoa as l "
            "join core.police_force as f using (force_code) where f.name in (select unnest(?))",
            [list(FORCES)],
        )
        return Places(rows)

    def night(self, *, publish: bool) -> Timing:
        """Run one night and say where its time went."""
        timing = Timing()
        builder = TimedBuilder(self.warehouse, self.catalogue, dt.date.today())
        started = time.perf_counter()
        names = night.touched(self.warehouse, self.catalogue, builder)
        timing.touched = time.perf_counter() - started
        for name in names:
            builder.checking = 0.0
            result = builder.build(name)
            layer = "raw" if name == STREET else name.split(".")[0]
            layer = layer if name == STREET or layer != "raw" else "reference"
            timing.by[layer] += result.seconds - builder.checking
            timing.by["checks"] += builder.checking
            if name == STREET:
                timing.rows, timing.months = result.rows, result.months
            if result.outcome in ("broken", "withheld"):
                timing.not_good.append(f"{name}: {result.reason}")
        if publish:
            started = time.perf_counter()
            self._publish(builder)
            timing.publication = time.perf_counter() - started
        return timing

    def scan(self) -> float:
        """Time one scan of every column of the core table of street-level crime."""
        started = time.perf_counter()
        self.warehouse.connection.execute(
            "select max(columns(*)) from core.street_crime"
        ).fetchall()
        return time.perf_counter() - started

    def _publish(self, builder: Builder) -> None:
        tables = SnapshotTables(
            self.warehouse,
            self.catalogue,
            read_plan(self.site.root / "plan"),
            builder.business_date,
            assemble.published_schema(),
            assemble.published_queries(),
            builder.build_own,
        )
        Publisher(tables).publish()

    def close(self) -> None:
        """Close the warehouse."""
        self.warehouse.close()
