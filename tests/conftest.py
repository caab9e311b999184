"""What tests of queries share: hand-made rows in, the query's rows out, in plain DuckDB."""

import importlib
import os
import pkgutil
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

import assets.raw
from pipelines.assemble import OTHER_INSTALLATION
from pipelines.catalogue.lineage import strip_header
from pipelines.contract.feed import Feed
from pipelines.store.functions import define_functions
from tests.lanes import lane, missing

# How long an example takes says how busy the machine is, not whether it holds.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("whole", deadline=None)
settings.load_profile(lane("quick", "whole"))

ROOT = Path(__file__).parents[1]
# The files that take a minute or more, longest first: begun last, one would keep a worker busy
# while the others have nothing left to do (`--no-loadscope-reorder` keeps this order).
LONGEST_FIRST = (
    "tests/chaos/test_kill.py",
    "tests/chaos/test_keeping.py",
    "tests/test_demonstration.py",
    "tests/chaos/test_every_effect.py",
    "tests/chaos/test_side_by_side.py",
    "tests/test_real_data.py",
    "tests/dashboards/browser",
    "tests/chaos",
    "tests/pipelines/nightly",
    "tests/pipelines/publish/test_publish.py",
)
MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 6_000_000_000  # a container often has 64 MB there
SHARED_DATA = ROOT.parent / "shared" / "data"
WRITTEN_BY_THE_ENGINE = {
    "source_file": "varchar",
    "source_row": "bigint",
    "received_at": "timestamp",
    "file_period": "date",
}

DELIVERED = {"source_file": "delivery.csv", "received_at": "2026-04-01 02:30:00"}


def pytest_configure(config):
    """Let the tests write in memory where there is room: they make a thousand small databases."""
    is_fit = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    if is_fit and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items):
    """Begin with what takes longest."""

    def place(item):
        path = item.path.relative_to(ROOT).as_posix()
        places = (n for n, name in enumerate(LONGEST_FIRST) if path.startswith(name))
        return next(places, len(LONGEST_FIRST))

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter):
    """Say what did not run on this machine, and why: nothing is skipped in silence."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.getreports("skipped")
        if isinstance(report.longrepr, tuple)
    )
    if reasons:
        terminalreporter.section("not run on this machine")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count:,} {'tests' if count > 1 else 'test'}: {reason}")


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real published files."""
    if not SHARED_DATA.is_dir():
        missing("The real published files (../shared/data) are not on this machine.")
    return SHARED_DATA


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return what makes a folder once for all workers, by a name; copy what it made to change it."""
    home = tmp_path_factory.getbasetemp()
    home = home.parent if "PYTEST_XDIST_WORKER" in os.environ else home

    def made_once(name, make):
        with FileLock(home / f"{name}.lock"):
            if not (home / name).exists():
                make(home / f"{name}.made")
                (home / f"{name}.made").rename(home / name)
        return home / name

    return made_once


@pytest.fixture(scope="module")
def small_installation():
    """Have every night of a module's tests, wherever, run on an installation of three tables."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(OTHER_INSTALLATION, str(ROOT / "tests" / "small_installation"))
        yield


@pytest.fixture(scope="session")
def first_night(made_once):
    """A site of the small installation after its first night; copy it to change it."""
    from tests import small_site

    def make(root):
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv(OTHER_INSTALLATION, str(ROOT / "tests" / "small_installation"))
            assert small_site.run(small_site.make_site(root)) is not None

    return made_once("first_night", make)


@pytest.fixture
def run_sql():
    """Run one query file of ours on hand-made tables; return its rows as dictionaries.

    `tables` maps `schema.table` to a list of rows. A raw table has every column of its feed's
    contract, null where the rows do not give it (all come from one delivery), so a test shows only
    the columns that matter; the reference tables are there as shipped, and the spellings of areas
    made of them. In other tables a column named `..._date` is a date.
    `first` names core queries to build before, in order.
    """

    def run(path, tables=None, first=()):
        with duckdb.connect() as connection:
            prepare(connection, tables or {})
            for query_path in first:
                build(connection, query_path)
            return rows_of(connection, query_text(path))

    return run


def prepare(connection, tables):
    """Create the schemas, the reference tables, each hand-made table, and the spellings of areas."""
    for schema in ("raw", "core", "metrics"):
        connection.execute(f"create schema if not exists {schema}")
    define_functions(connection)
    for path in sorted((ROOT / "assets" / "reference").glob("*.csv")):
        if f"raw.reference_{path.stem}" not in tables:
            connection.execute(
                f"create table raw.reference_{path.stem} as "
                f"from read_csv('{path}', header = true, all_varchar = true)"
            )
    contracts = raw_columns()
    for name, rows in tables.items():
        create(connection, name, rows, contracts.get(name, {}))
    for name in ("police_force", "area_spelling"):
        if f"core.{name}" not in tables:
            build(connection, f"assets/core/{name}.sql")


def create(connection, name, rows, contract):
    """Create one table from rows given as dictionaries."""
    columns = dict(contract)
    for row in rows:
        for column, value in row.items():
            if column not in columns or (columns[column] is None and value is not None):
                columns[column] = None if value is None else type_of(column, value)
    declared = ", ".join(
        f'"{column}" {kind or type_of(column, None)}' for column, kind in columns.items()
    )
    connection.execute(f"create table {name} ({declared})")
    marks = ", ".join("?" for _ in columns)
    for number, row in enumerate(rows, 1):
        given = {**DELIVERED, "source_row": number} if "source_row" in contract else {}
        given |= row
        connection.execute(
            f"insert into {name} values ({marks})", [given.get(column) for column in columns]
        )


def type_of(column, value):
    """Choose the DuckDB type of a hand-made column by its name, else by its first value."""
    if column.endswith(("_date", "valid_from", "valid_to", "file_period")):
        return "date"
    if column.endswith("_at"):
        return "timestamp"
    if value is None and column.endswith(("_count", "_population", "_percent", "_per_100000")):
        return "bigint" if column.endswith("_count") else "double"
    kinds = {bool: "boolean", int: "bigint", float: "double"}
    return kinds.get(type(value), "varchar")


def raw_columns():
    """Map each raw table to its columns and types, as the feeds' contracts declare them."""
    found = {}
    for module in pkgutil.iter_modules(assets.raw.__path__):
        feed = getattr(importlib.import_module(f"assets.raw.{module.name}"), "FEED", None)
        if isinstance(feed, Feed):
            for layout in feed.layouts:
                columns = {column.name: column.type for column in layout.columns}
                columns |= {f"{c.name}_state": "varchar" for c in layout.columns if c.keeps_state}
                found[f"raw.{layout.table}"] = columns | WRITTEN_BY_THE_ENGINE
    return found


def query_text(path):
    """Read a query file, from the repository's root, without its metric header."""
    return strip_header((ROOT / path).read_text(encoding="utf-8")).rstrip(";")


def build(connection, path):
    """Create the core or metric table that a query file stands for."""
    layer = Path(path).parts[1]
    connection.execute(f"create or replace table {layer}.{Path(path).stem} as {query_text(path)}")


def rows_of(connection, query):
    """Run a query; return its rows as dictionaries."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
