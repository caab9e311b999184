"""Dagster's stores in SQLite, with each database opened once, and waited for while it is locked.

The one place of ours that stands on private places of Dagster, for which it offers no setting:

* Its event log (1.13.27) makes an engine, compiles its statements again and waits for the disk at
  every event: 900 events of 300 tables took 9.7 s of processor and 92 s in all, 1.1 s and 6 s here.
  What is written of one event, or of a batch, is one transaction in each database, not up to four.
* Its stores of runs and schedules give up after five seconds: a virus scanner, a backup or a slow
  disk holds SQLite longer than that now and then.

`tests/pipelines/nightly/test_dagster_storage.py` fails when either is no longer so.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as db
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool, StaticPool

from pipelines import effects

BUSY_TIMEOUT_SECONDS = 60


class KeptEventLogStorage(SqliteEventLogStorage):
    """The shipped storage, except that an engine is kept for each database."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "KeptEventLogStorage":
        """Make the storage that dagster.yaml names."""
        return cls(inst_data=inst_data, **config_value)

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        self._found_tables: set[str] = set()
        self._written: _Written | None = None
        super().__init__(base_dir, inst_data)
        self._db_lock = threading.RLock()  # type: ignore[assignment]  # taken again while held

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event; in every database or, where that fails, in none."""
        with self._together():
            super().store_event(event)

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events together."""
        with self._together():
            for event in events:
                super().store_event(event)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Have all that is written within be one transaction in each database."""
        with self._db_lock:
            if self._written is not None:
                yield
                return
            with ExitStack() as stack:
                self._written = _Written(stack)
                try:
                    yield
                finally:
                    self._written = None

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = self._engine(shard)
            engine = self._engines[shard]
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            if self._written is not None:
                yield self._written.to(shard, engine)
                return
            with engine.connect() as connection, connection.begin():
                yield connection

    def _engine(self, shard: str) -> Engine:
        """Open a database for good; with a write-ahead log a commit need not wait for the disk."""
        engine = db.create_engine(
            self.conn_string_for_shard(shard),
            poolclass=StaticPool,
            connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        with engine.connect() as connection:
            connection.exec_driver_sql("pragma journal_mode = wal")
            connection.exec_driver_sql("pragma synchronous = normal")
        return engine

    def has_table(self, table_name: str) -> bool:
        """Look for a table until it is there: asked at every check, and tables do not go away."""
        if table_name not in self._found_tables and super().has_table(table_name):
            self._found_tables.add(table_name)
        return table_name in self._found_tables

    def delete_events(self, run_id: str) -> None:
        """Delete a run's events, and the database that held them and nothing else."""
        super().delete_events(run_id)
        with self._db_lock:
            engine = self._engines.pop(run_id, None)
            self._initialized_dbs.discard(run_id)
        if engine is not None:
            engine.dispose()
        for ending in ("", "-wal", "-shm"):
            effects.unlink(Path(f"{self.path_for_shard(run_id)}{ending}"))

    def dispose(self) -> None:
        """Close every database."""
        super().dispose()
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


class _Written:
    """The open transactions in which events are being written, one for each database."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Connection] = {}

    def to(self, shard: str, engine: Engine) -> Connection:
        """Return the connection that writes to a database."""
        if shard not in self._open:
            connection = self._stack.enter_context(engine.connect())
            self._stack.enter_context(connection.begin())
            self._open[shard] = connection
        return self._open[shard]


class _Waiting:
    """Opens connections that wait for another's lock."""

    _conn_string: str

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Open a connection in a transaction."""
        engine: Engine | None = self.__dict__.get("_engine")
        if engine is None:
            waits = {"timeout": BUSY_TIMEOUT_SECONDS}
            engine = db.create_engine(self._conn_string, poolclass=NullPool, connect_args=waits)
            self.__dict__["_engine"] = engine
        with engine.connect() as connection, connection.begin():
            yield connection


class WaitingRunStorage(_Waiting, SqliteRunStorage):
    """The shipped storage of runs, except that it waits."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "WaitingRunStorage":
        """Make the storage that dagster.yaml names."""
        return cls.from_local(inst_data=inst_data, **config_value)


class WaitingScheduleStorage(_Waiting, SqliteScheduleStorage):
    """The shipped storage of schedules and sensors, except that it waits."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "WaitingScheduleStorage":
        """Make the storage that dagster.yaml names."""
        made = cls.from_local(inst_data=inst_data, **config_value)
        assert isinstance(made, cls)
        return made
