"""Sees every package: finds the feeds, tables, suites and the snapshot's schema of an installation."""

import ast
import importlib
import importlib.util
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import assets.raw
import expectations
from assets.published.schema import TABLES, PublishedTable
from pipelines.build.checks import Checker, CheckResult
from pipelines.catalogue.catalogue import Catalogue, Table, read_catalogue
from pipelines.catalogue.lineage import strip_header
from pipelines.contract.feed import Feed
from pipelines.errors import ContractError
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

ASSETS = Path(assets.raw.__path__[0]).parent
EXPECTATIONS = Path(expectations.__path__[0])
METRIC_SUITE = EXPECTATIONS / "metric.py"
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
    """Read all tables of the installation and the site's own metrics."""
    site_metrics = site.root / "metrics" if site is not None else None
    found = read_catalogue(feeds(), installation().assets, suite_texts(), site_metrics)
    standard = suite_text(METRIC_SUITE)
    kept = {
        name: standard + found.suites.get(name, "")
        for name, table in (found.tables | found.own).items()
        if table.metric is not None
    }
    return replace(found, suites=found.suites | kept)


def suite_texts() -> dict[str, str]:
    """Return the text of every suite of a table; a change in one has its table checked again."""
    return {
        f"{layer}.{path.stem}": suite_text(path)
        for layer in ("raw", "core", "metrics")
        for path in sorted((installation().expectations / layer).rglob("*.py"))
        if path.stem != "__init__"
    }


def suite_text(path: Path, home: Path = EXPECTATIONS) -> str:
    """Return the source of a suite, and of every module of the same house that it imports."""
    texts: dict[Path, str] = {}
    waiting = [path]
    while waiting:
        module = waiting.pop()
        if module not in texts:
            texts[module] = module.read_text(encoding="utf-8")
            waiting += _imported(texts[module], home)
    return "\n".join([texts.pop(path), *(texts[module] for module in sorted(texts))])


def _imported(text: str, home: Path) -> list[Path]:
    """Find the files of the modules that a suite imports from the package that `home` is."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    ours = (name.split(".") for name in names)
    files = (
        home.joinpath(*parts[1:]).with_suffix(".py")
        for parts in ours
        if parts[0] == home.name and parts[1:]
    )
    return [file for file in files if file.is_file()]


def suite_of(table: Table) -> "list[ExpectationSuite]":
    """Import the suites a table keeps: the standard one of a metric, and its own if it has one."""
    found = []
    if table.metric is not None:
        standard = importlib.import_module("expectations.metric")
        metric = table.metric
        found.append(
            standard.suite(
                metric.metric_id,
                unit=metric.unit,
                is_rate=metric.is_rate,
                has_breakdown=bool(metric.breakdown),
                numerator_within_denominator=metric.unit == "percent" and metric.basis != "flow",
            )
        )
    home = installation()
    path = home.expectations / table.layer / f"{table.stem}.py"
    if path.is_file():
        found.append(home.module(path).suite)
    return found


def checker(warehouse: Warehouse) -> Callable[[Table, str], list[CheckResult]]:
    """Return what runs a table's suites; Great Expectations is imported at its first use."""
    made: list[Checker] = []

    def check(table: Table, view: str) -> list[CheckResult]:
        if not made:
            made.append(Checker(warehouse.connection))
        return [
            replace(result, table_name=table.name)
            for suite in suite_of(table)
            for result in made[0].check(suite, view)
        ]

    return check


def published_queries() -> dict[str, str]:
    """Return the queries of assets/published: tables that pass into the snapshot as they are."""
    return {
        path.stem: strip_header(path.read_text(encoding="utf-8"))
        for path in sorted((ASSETS / "published").glob("*.sql"))
    }


def published_schema() -> tuple[PublishedTable, ...]:
    """Return the snapshot's tables and columns."""
    return TABLES
