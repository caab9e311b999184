"""Opens the working store, and sets aside what a failing disk has damaged of it."""

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import PcplanError

DAMAGED = ".damaged-"
# What DuckDB says of bytes that are not those it wrote; a lock or a full disk is no damage.
_SIGNS = (
    "Corrupt WAL",
    "Corrupt database file",
    "not a valid DuckDB database",
    "Could not read enough bytes",
)
_LOGGER = logging.getLogger(__name__)


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
