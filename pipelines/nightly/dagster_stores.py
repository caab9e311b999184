"""Dagster's stores of runs and of schedules, which wait for a locked database instead of failing.

As shipped they give up after five seconds: a virus scanner, a backup or a slow disk holds SQLite
longer than that now and then. They also keep their engine, as `KeptEventLogStorage` does.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as db
from dagster import DagsterError
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

from pipelines.errors import RunStorageError
from pipelines.nightly.event_log import BUSY_TIMEOUT_SECONDS
from pipelines.site.site import Site


class _Patient:
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


class PatientRunStorage(_Patient, SqliteRunStorage):
    """The shipped storage of runs, except that it waits."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PatientRunStorage":
        """Make the storage that dagster.yaml names."""
        return cls.from_local(inst_data=inst_data, **config_value)


class PatientScheduleStorage(_Patient, SqliteScheduleStorage):
    """The shipped storage of schedules and sensors, except that it waits."""

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "PatientScheduleStorage":
        """Make the storage that dagster.yaml names."""
        made = cls.from_local(inst_data=inst_data, **config_value)
        assert isinstance(made, cls)
        return made


@contextmanager
def told_as_ours(site: Site, published: Callable[[], str | None]) -> Iterator[None]:
    """Say in a sentence that Dagster's database could not be used, whatever wrapped that error."""
    try:
        yield
    except (db.exc.DBAPIError, DagsterError) as error:
        cause = _database_error(error)
        if not cause:
            raise
        snapshot_id = published()
        done = f"Snapshot {snapshot_id} was published" if snapshot_id else "Nothing was published"
        raise RunStorageError(
            f"{site.state / 'dagster'}: Dagster's own database cannot be used ({cause}), though it "
            f"was waited for. {done}. Close whatever holds its files (a backup, a virus scanner, "
            "another program), or make room on the disk; then run again."
        ) from error


def _database_error(error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return str(error)
        error = error.__cause__ or error.__context__
    return ""
