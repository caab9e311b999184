"""Sees every package: finds the feeds, tables, suites and the snapshot's schema of an installation."""

import importlib
import importlib.util
import inspect
import os
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import assets.raw
import expectations
from assets.published.schema import TABLES
from expectations.metric import suite as standard_suite
from pipelines.catalogue.catalogue import Catalogue, Suite, Table, read_catalogue
from pipelines.catalogue.lineage import strip_header
from pipelines.contract.feed import Feed
from pipelines.errors import ContractError
from pipelines.site.site import Site
from snapshot.tables import PublishedTable, require_rules

ASSETS = Path(assets.raw.__path__[0]).parent
EXPECTATIONS = Path(expectations.__path__[0])
OTHER_INSTALLATION = "PCPLAN_INSTALLATION"


@dataclass(frozen=True)
class Installation:
    """The folders that hold an installation's feeds and queries, and its suites."""

    assets: Path = ASSETS
    expectations: Path = EXPECTATIONS

    def module(self, path: Path) -> ModuleType:
        """Import a module of either folder, by its name where it is one that ships."""
        for home in (ASSETS, EXPECTATIONS):
            if path.is_relative_to(home):
                parts = path.relative_to(home.parent).with_suffix("").parts
                return importlib.import_module(".".join(parts))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None, path
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def installation() -> Installation:
    """Return what ships; or what lies in the folder that PCPLAN_INSTALLATION names.

    Tests of nights name one of a few tables: what they prove does not depend on how many there are.
    """
    other = os.environ.get(OTHER_INSTALLATION)
    if not other:
        return Installation()
    return Installation(Path(other) / "assets", Path(other) / "expectations")


def feeds() -> list[Feed]:
    """Return the feed that each module of assets/raw declares, with its docstring."""
    home = installation()
    found = []
    for path in sorted((home.assets / "raw").glob("*.py")):
        if path.stem == "__init__":
            continue
        declared = home.module(path)
        feed = getattr(declared, "FEED", None)
        if not isinstance(feed, Feed) or feed.feed_id != path.stem:
            raise ContractError(
                f"assets/raw/{path.name}: must declare FEED = Feed(feed_id={path.stem!r}, ...)."
            )
        found.append(replace(feed, doc=inspect.cleandoc(declared.__doc__ or feed.title)))
    return found


def catalogue(site: Site | None = None) -> Catalogue:
    """Read all tables of the installation and the site's own metrics, and what each promises.

    Raises ConfigurationError where a published table does not say who may see which of its rows.
    """
    published_schema()
    site_metrics = site.root / "metrics" if site is not None else None
    found = read_catalogue(feeds(), installation().assets, {}, site_metrics)
    suites = {name: suite_of(table) for name, table in (found.tables | found.own).items()}
    return replace(found, suites={name: suite for name, suite in suites.items() if suite})


def suite_of(table: Table) -> Suite:
    """Import the suite a table keeps: the standard one of a metric, and its own if it has one."""
    suite: Suite = []
    if (metric := table.metric) is not None:
        suite += standard_suite(
            unit=metric.unit,
            is_rate=metric.is_rate,
            has_breakdown=bool(metric.breakdown),
            numerator_within_denominator=metric.unit == "percent" and metric.basis != "flow",
        )
    home = installation()
    path = home.expectations / table.layer / f"{table.stem}.py"
    return suite + home.module(path).suite if path.is_file() else suite


def published_queries() -> dict[str, str]:
    """Return the queries of assets/published: tables that pass into the snapshot as they are."""
    return {
        path.stem: strip_header(path.read_text(encoding="utf-8"))
        for path in sorted((ASSETS / "published").glob("*.sql"))
    }


def published_schema() -> tuple[PublishedTable, ...]:
    """Return the snapshot's tables; each says who may see which of its rows, or none is returned."""
    require_rules(TABLES, published_queries())
    return TABLES
