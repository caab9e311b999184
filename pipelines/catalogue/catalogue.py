"""Every table there is: found in folders, joined by what their queries read."""

import hashlib
import inspect
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from pipelines.catalogue.lineage import strip_header, tables_read
from pipelines.catalogue.metrics import Metric, read_metric
from pipelines.catalogue.sources import Sources, read_sources
from pipelines.contract.feed import Feed, Layout
from pipelines.errors import ConfigurationError, LineageError, MetricError, PcplanError

MAY_READ = {"core": {"raw", "core"}, "metrics": {"core"}}
OWN_TABLES = frozenset(
    {"quality.night_feed", "quality.night_figure", "quality.revision", "quality.published_figure"}
)
_KEPT_BY = re.compile(r"^--\s*Kept by:\s*(\w+)\s*$", re.MULTILINE)


# The expectations of a table, in the form in which Great Expectations writes them.
Suite = list[dict[str, Any]]


@dataclass(frozen=True)
class Table:
    """One table: path = asset key = DuckDB table = expectation suite, one name for all."""

    name: str
    query: str = ""
    reads: frozenset[str] = frozenset()
    month_column: str = ""
    description: str = ""
    definition: str = ""
    feed: Feed | None = None
    layout: Layout | None = None
    reference: Path | None = None
    metric: Metric | None = None

    @property
    def layer(self) -> str:
        """Schema: raw, core or metrics."""
        return self.name.split(".")[0]

    @property
    def stem(self) -> str:
        """Name without its schema."""
        return self.name.split(".")[1]


@dataclass
class Catalogue:
    """All feeds, tables and metrics of one installation and one site.

    `own` are the measures of the pipeline itself: made from what it remembers of its nights, so
    they are built when a snapshot is published and are no part of what deliveries touch.
    """

    feeds: dict[str, Feed]
    tables: dict[str, Table]
    suites: dict[str, Suite] = field(default_factory=dict)
    own: dict[str, Table] = field(default_factory=dict)

    @cached_property
    def order(self) -> list[str]:
        """Table names, each after all that it reads."""
        graph = {name: table.reads for name, table in sorted(self.tables.items())}
        for name, reads in graph.items():
            for missing in sorted(reads - graph.keys()):
                raise LineageError(
                    f"{name}: reads {missing}, which does not exist. "
                    "Mend the name, or add the table to the left first."
                )
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise LineageError(f"tables read each other in a circle: {error.args[1]}") from error

    @property
    def metrics(self) -> list[Metric]:
        """Every metric, by name."""
        every = sorted({**self.tables, **self.own}.items())
        return [table.metric for _, table in every if table.metric is not None]

    def upstream(self, name: str) -> set[str]:
        """Return every table that a table is made from, however far up."""
        tables: set[str] = set()
        if name in self.own:
            return tables
        waiting = list(self.tables[name].reads)
        while waiting:
            table = waiting.pop()
            if table not in tables:
                tables.add(table)
                waiting.extend(self.tables[table].reads)
        return tables

    def downstream(self, names: Iterable[str]) -> set[str]:
        """Return the tables named and every table made from them."""
        affected = set(names)
        for name in self.order:
            if self.tables[name].reads & affected:
                affected.add(name)
        return affected

    def promises(self, name: str) -> str:
        """Write a table's suite as text: one that changes has the table checked again."""
        return json.dumps(self.suites.get(name, []), sort_keys=True, default=str)

    def raw_tables(self, feed: Feed) -> list[Table]:
        """Return the raw tables that a feed fills."""
        return [self.tables[f"raw.{layout.table}"] for layout in feed.layouts]


def read_catalogue(
    feeds: Sequence[Feed],
    assets: Path,
    suites: Mapping[str, Suite],
    site_metrics: Path | None = None,
) -> Catalogue:
    """Find every feed, core query and metric; refuse what contradicts the drawing."""
    tables: dict[str, Table] = {}
    own: dict[str, Table] = {}

    def add(table: Table, where: str) -> None:
        if table.name in tables or table.name in own:
            raise ConfigurationError(f"{where}: {table.name} exists already. Names are unique.")
        (own if table.reads and table.reads <= OWN_TABLES else tables)[table.name] = table

    for feed in feeds:
        for layout in feed.layouts:
            add(_raw_table(feed, layout), f"assets/raw/{feed.feed_id}.py")
    for path in sorted((assets / "reference").glob("*.csv")):
        add(_reference_table(path), f"assets/reference/{path.name}")
    for path in sorted((assets / "core").glob("*.sql")):
        add(_core_table(path), f"assets/core/{path.name}")
    sources = read_sources(assets / "sources")
    folders = [assets / "metrics"] + ([site_metrics] if site_metrics else [])
    for folder in folders:
        for path in sorted(folder.rglob("*.sql")):
            add(_metric_table(path, sources), "/".join(path.parts[-3:]))
    catalogue = Catalogue({feed.feed_id: feed for feed in feeds}, tables, dict(suites), own)
    _ = catalogue.order
    _check_kept_by_month(catalogue)
    return catalogue


def fingerprint(*texts: str) -> str:
    """Join texts into one short fingerprint."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def _raw_table(feed: Feed, layout: Layout) -> Table:
    functions = [f for f in (layout.reader, layout.period_in_name) if f is not None]
    sources = [inspect.getsource(function) for function in functions]
    declared = repr(
        [
            (name, value)
            for name, value in vars(layout).items()
            if name not in ("reader", "period_in_name")
        ]
    )
    return Table(
        name=f"raw.{layout.table}",
        description=feed.doc or feed.title,
        definition=fingerprint(declared, *sources),
        month_column="month_start_date" if layout.month else "",
        feed=feed,
        layout=layout,
    )


def _reference_table(path: Path) -> Table:
    return Table(
        name=f"raw.reference_{path.stem}",
        description=f"Reference data of ours: {path.stem.replace('_', ' ')}, with validity dates.",
        definition=fingerprint(path.read_text(encoding="utf-8")),
        reference=path,
    )


def _core_table(path: Path) -> Table:
    text = path.read_text(encoding="utf-8")
    kept = _KEPT_BY.search(text)
    head = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    return Table(
        name=f"core.{path.stem}",
        query=strip_header(text).rstrip(";"),
        reads=_reads(text, "core", f"assets/core/{path.name}"),
        month_column=kept[1] if kept else "",
        description=" ".join(head),
        definition=fingerprint(text),
    )


def _metric_table(path: Path, sources: Sources) -> Table:
    metric = read_metric(path, sources)
    return Table(
        name=f"metrics.{metric.metric_id}",
        query=metric.query,
        reads=_reads(metric.query, "metrics", "/".join(path.parts[-4:])),
        month_column="period_start_date" if metric.kept_by_month else "",
        description=f"{metric.title}. {metric.definition}",
        definition=metric.version,
        metric=metric,
    )


def _reads(text: str, layer: str, where: str) -> frozenset[str]:
    try:
        reads = tables_read(strip_header(text).rstrip(";"))
    except PcplanError as error:
        raise LineageError(f"{where}: {error}") from error
    if layer == "metrics" and reads and reads <= OWN_TABLES:
        return reads
    for table in sorted(reads):
        if table.split(".")[0] not in MAY_READ[layer]:
            allowed = " or ".join(sorted(MAY_READ[layer]))
            raise LineageError(
                f"{where}: reads {table}; a {layer} query reads only {allowed}. "
                "Add what it needs to the left first."
            )
    return reads


def _check_kept_by_month(catalogue: Catalogue) -> None:
    for name, table in catalogue.tables.items():
        kept = [up for up in table.reads if catalogue.tables[up].month_column]
        if table.month_column and table.query and not kept:
            kind = MetricError if table.metric else LineageError
            raise kind(
                f"{name}: is kept by month, but nothing it reads is. Remove that line from it."
            )
