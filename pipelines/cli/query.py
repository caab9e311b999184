"""Ad hoc SQL on a published snapshot: read-only, no files, no network, nothing to break."""

import csv
import datetime as dt
import decimal
import json
import sys
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich.console import Console
from rich.table import Table

from pipelines.errors import ConfigurationError

MOST_ROWS_SHOWN = 200


def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
    """Open one audience's file so that SQL can read it and nothing else."""
    connection = duckdb.connect(str(path), read_only=True)
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def run(
    connection: duckdb.DuckDBPyConnection, query: str
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run one query; return column names and rows."""
    try:
        cursor = connection.execute(query)
    except duckdb.Error as error:
        raise ConfigurationError(f"the query cannot be run: {error}") from error
    if cursor.description is None:
        return [], []
    return [column[0] for column in cursor.description], cursor.fetchall()


def write(names: list[str], rows: list[tuple[Any, ...]], form: str, out: TextIO) -> None:
    """Write a result as a table, CSV or JSON."""
    if form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    elif form == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        out.write(json.dumps(records, indent=1, default=_plain, ensure_ascii=False) + "\n")
    else:
        table = Table(*names, box=None, pad_edge=False)
        for row in rows[:MOST_ROWS_SHOWN]:
            table.add_row(*("-" if cell is None else str(cell) for cell in row))
        console = Console(file=out, highlight=False, soft_wrap=not sys.stdout.isatty())
        console.print(table)
        if len(rows) > MOST_ROWS_SHOWN:
            out.write(
                f"{MOST_ROWS_SHOWN} of {len(rows):,} rows shown; --format csv gives them all.\n"
            )


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return str(value)
