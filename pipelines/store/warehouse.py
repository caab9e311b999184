"""The working store: the only place that opens it, sets aside what a disk has damaged of it, and
remembers of every table how it stands.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import PcplanError
from pipelines.site.site import Site
from pipelines.store.functions import define_functions
from pipelines.store.workers import Workers

DAMAGED = ".damaged-"
# What DuckDB says of bytes that are not those it wrote; a lock or a full disk is no damage.
_SIGNS = (
    "Corrupt WAL",
    "Corrupt database file",
    "not a valid DuckDB database",
    "Could not read enough bytes",
)
_LOGGER = logging.getLogger(__name__)
QUALITY_TABLES = {
    "delivery": """feed_id varchar, table_name varchar, file_name varchar, sha256 varchar,
        bytes bigint, rows_in_file bigint, rows_loaded bigint, rows_rejected bigint,
        rows_ignored bigint, received_at timestamp, state varchar, reason varchar,
        is_synthetic boolean, staged_file varchar, definition varchar, seen varchar,
        content varchar, file_period date, same_as varchar""",
    "delivery_part": """sha256 varchar, table_name varchar, part varchar,
        month_start_date date, row_count bigint, staged_file varchar""",
    "rejected_record": """feed_id varchar, file_name varchar, sha256 varchar, line bigint,
        column_name varchar, value varchar, rule varchar""",
    "raw_file": """table_name varchar, sha256 varchar, staged_file varchar,
        excluded_parts varchar[]""",
    "table_state": """table_name varchar, state varchar, reason varchar, business_date date,
        version varchar, row_count bigint""",
    "table_part": "table_name varchar, month_start_date date, version varchar",
    "quality_check": """table_name varchar, expectation varchar, severity varchar, passed boolean,
        raised boolean, unexpected_count bigint, sample varchar, business_date date,
        notes varchar""",
    "figure_register": """metric_id varchar, area_code varchar, breakdown varchar,
        breakdown_value varchar, period_type varchar, period_start_date date,
        period_end_date date, value double, snapshot_id varchar""",
    "night_feed": """business_date date, area_code varchar, feed_id varchar, state varchar,
        due_date date""",
    "night_quality": """business_date date, snapshot_id varchar, layer varchar, table_count bigint,
        good_table_count bigint, check_count bigint, passed_count bigint, broken_count bigint,
        surprise_count bigint, raised_count bigint, late_feed_count bigint,
        refused_file_count bigint, rejected_row_count bigint""",
    "night_figure": "business_date date, area_code varchar, metric_id varchar, is_right boolean",
    "revision": """metric_id varchar, area_code varchar, breakdown varchar,
        breakdown_value varchar, period_type varchar, period_start_date date,
        period_end_date date, previous_value double, value double, is_material boolean,
        business_date date, snapshot_id varchar, is_base boolean""",
    "published_figure": "business_date date, area_code varchar, figure_count bigint",
    "unshown_copy": "staged_file varchar, since_date date",
    "kept_since": "sha256 varchar, since_date date",
    "setting": "name varchar, value varchar",
}
# Columns that stores of earlier versions lack.
ADDED_COLUMNS = (
    ("delivery", "content varchar"),
    ("delivery", "file_period date"),
    ("delivery", "same_as varchar"),
    ("delivery_part", "staged_file varchar"),
)


class Warehouse:
    """One open connection to one site's working store."""

    def __init__(self, site: Site) -> None:
        """Open the working file, making it and its `quality` schema where there are none."""
        self.site = site
        path = site.warehouse_file
        effects.make_folder(path.parent)
        self.connection = open_store(
            path,
            {
                "memory_limit": site.memory_limit,
                "temp_directory": str(path.parent / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self.is_damaged = False
        self._states: dict[str, tuple[Any, ...]] | None = None
        try:
            self._prepare()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise

    def _prepare(self) -> None:
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute("set preserve_insertion_order = false")
        # Staged deliveries are named by their content, so what was read of one stays true.
        self.connection.execute("set parquet_metadata_cache = true")
        # Closing checkpoints; doing so in the middle of a night as well only makes it wait twice.
        self.connection.execute("set wal_autocheckpoint = '1GB'")
        with self.transaction():
            for schema in ("quality", "raw", "core", "metrics"):
                self.connection.execute(f"create schema if not exists {schema}")
            define_functions(self.connection)
            for name, columns in QUALITY_TABLES.items():
                self.connection.execute(f"create table if not exists quality.{name} ({columns})")
            for name, column in ADDED_COLUMNS:
                self.connection.execute(
                    f"alter table quality.{name} add column if not exists {column}"
                )

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Notice where reading the store shows that it is damaged: closing then sets it aside."""
        try:
            yield
        except duckdb.Error as error:
            self.is_damaged = self.is_damaged or is_damage(error)
            raise

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Commit all that is done inside, or, on any error, none of it."""
        self.connection.execute("begin")
        try:
            yield self.connection
            effects.commit(self.connection, self.site.warehouse_file)
        except BaseException:
            self._states = None
            with suppress(duckdb.Error):  # it has ended already where the commit itself failed
                self.connection.execute("rollback")
            raise

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query of ours and return its rows."""
        return self.connection.execute(query, list(parameters)).fetchall()

    def one(self, query: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Run a query that gives one row."""
        row = self.connection.execute(query, list(parameters)).fetchone()
        assert row is not None
        return row

    def insert(self, table: str, rows: Iterable[Sequence[Any]], schema: str = "quality") -> None:
        """Insert many rows in few statements (one for each row costs a millisecond)."""
        rows = list(rows)
        for start in range(0, len(rows), 500):
            some = rows[start : start + 500]
            marks = "(" + ", ".join("?" * len(some[0])) + ")"
            self.connection.execute(
                f"insert into {schema}.{table} values {', '.join([marks] * len(some))}",
                [cell for row in some for cell in row],
            )

    def setting(self, name: str) -> str | None:
        """Return a remembered setting."""
        values = self.rows("select value from quality.setting where name = ?", [name])
        return values[0][0] if values else None

    def remember(self, name: str, value: str) -> None:
        """Remember a setting."""
        self.connection.execute("delete from quality.setting where name = ?", [name])
        self.connection.execute("insert into quality.setting values (?, ?)", [name, value])

    def tables_fingerprint(self) -> str:
        """Fingerprint the state of every table: what a snapshot is made from."""
        (states,) = self.one(
            "select md5(coalesce(string_agg(concat_ws('|', table_name, state, version, reason), ',' "
            "order by table_name), '')) from quality.table_state"
        )
        return str(states)

    def has(self, table: str) -> bool:
        """Say whether a table or view of that name, `schema.table`, exists."""
        return table in self.tables()

    def tables(self) -> set[str]:
        """Name every table and view there is, with its schema."""
        names = self.rows(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database() union all "
            "select schema_name || '.' || view_name from duckdb_views() "
            "where database_name = current_database() and not internal"
        )
        return {name for (name,) in names}

    def state(self, table: str) -> tuple[str, str, str] | None:
        """Return (state, version, reason) of a table, or None before its first night."""
        state = self._states_now().get(table)
        return state[:3] if state else None

    def record_state(
        self,
        table: str,
        state: str,
        reason: str | None,
        business_date: dt.date,
        version: str | None,
        rows: int | None,
    ) -> None:
        """Write a table's state; version and rows of the last good night stay where None is given."""
        _, kept_version, _, kept_rows = self._states_now().get(table, ("", "", None, 0))
        version = kept_version if version is None else version
        rows = kept_rows if rows is None else rows
        self.connection.execute("delete from quality.table_state where table_name = ?", [table])
        self.connection.execute(
            "insert into quality.table_state values (?, ?, ?, ?, ?, ?)",
            [table, state, reason, business_date, version, rows],
        )
        self._states_now()[table] = (state, version, reason, rows)

    def _states_now(self) -> dict[str, tuple[Any, ...]]:
        """Read the states once: a night asks for them thousands of times, and alone writes them."""
        if self._states is None:
            self._states = {
                name: tuple(rest)
                for name, *rest in self.rows(
                    "select table_name, state, version, reason, row_count from quality.table_state"
                )
            }
        return self._states

    @cached_property
    def workers(self) -> Workers:
        """Return the threads that stage files, made at their first use."""
        return Workers(self.site.unpacked)

    def staged_path(self, name: str) -> Path:
        """Return where a staged delivery lies."""
        return self.site.staged / name

    def close(self) -> None:
        """Checkpoint and close, so that no write-ahead log is left beside the file."""
        if "workers" in self.__dict__:
            self.workers.close()
        try:
            effects.before("checkpoint", self.site.warehouse_file)
        finally:
            self.connection.close()
            if self.is_damaged:
                set_aside(self.site.warehouse_file)

    def __enter__(self) -> "Warehouse":
        """Return the open warehouse."""
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Close it."""
        self.is_damaged |= isinstance(error, duckdb.Error) and is_damage(error)
        self.close()


def open_store(path: Path, config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """Open the store, making it where there is none.

    A damaged write-ahead log holds no more than one night that did not end: it is set aside, and
    that night is done again. A damaged store is set aside too and made again from landing; the
    figures once published come back from the last whole snapshot.
    """
    log = path.with_name(f"{path.name}.wal")
    for _ in range(3):  # as it is, without its log, made anew
        effects.before("open", path)
        try:
            return _connect(path, config)
        except duckdb.Error as error:
            damaged = log if log.exists() else path
            if not is_damage(error) or not damaged.exists():
                raise PcplanError(
                    f"{path}: cannot be opened: {error}. Close whatever has it open, then run again."
                ) from error
            set_aside(damaged)
    raise PcplanError(f"{path}: cannot be opened. `pcplan doctor` says what is wrong.")


def set_aside(path: Path) -> None:
    """Move a damaged file out of the way; nothing is removed."""
    kept = path.with_name(f"{path.name}{DAMAGED}{_now()}")
    _LOGGER.warning("%s: is damaged, so it was moved to %s and is made again.", path, kept.name)
    effects.replace(path, kept)


def is_damage(error: duckdb.Error) -> bool:
    """Say whether an error means that a file's bytes are not those that were written."""
    return any(sign in str(error) for sign in _SIGNS)


def damaged(folder: Path) -> list[Path]:
    """List what was set aside in a folder."""
    return sorted(folder.glob(f"*{DAMAGED}*"))


def _connect(path: Path, config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path), config=config)
    try:
        connection.execute("select count(*) from duckdb_tables()")  # reads the catalogue
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _now() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}Z"
