"""Writes one measure's figures to a file, never without what they mean: CSV, workbook or JSON."""

import csv
import datetime as dt
import difflib
import io
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines import effects
from pipelines.errors import ConfigurationError, SnapshotError

SYNTHETIC = "Synthetic demonstration data: these figures describe no real person or place."
STATES = {
    "final": "not expected to change",
    "provisional": "may still change as later deliveries arrive",
    "immature": "too recent to be read: the outcomes it counts are still coming in",
    "missing": "the source gives no figure for this period",
    "suppressed": "hidden to protect people",
    "not_applicable": "the measure has no meaning here",
    "not_due": "the source has not yet reached its publication day",
    "withheld": "kept back because a check of ours failed or a table it needs is broken",
}
_ORDER = (
    "period_type, period_start_date, period_end_date, area_code, breakdown_value nulls first, rowid"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DATATYPES = {"VARCHAR": "string", "DATE": "date", "DOUBLE": "double", "INTEGER": "integer"}


@dataclass(frozen=True)
class Export:
    """One measure as one snapshot gives it."""

    metric: dict[str, Any]
    snapshot: dict[str, Any]
    meanings: dict[str, str]
    kinds: dict[str, str]
    observations: list[dict[str, Any]]

    @property
    def stamp(self) -> str:
        """Return the sentence that must stand on whatever is made of synthetic deliveries."""
        return SYNTHETIC if self.snapshot["is_synthetic"] else ""

    @property
    def caveats(self) -> list[str]:
        """Return what must print with the figures."""
        return [line for line in (self.metric["caveats"] or "").splitlines() if line.strip()]


def export_metric(published_file: Path, metric_id: str, format: str, target: Path) -> Path:
    """Write the measure's figures and return the file; a CSV has its metadata in a file beside it."""
    writers: dict[str, Callable[[Export, str], dict[str, bytes]]] = {
        "csv": _csv,
        "json": _json,
        "xlsx": _xlsx,
    }
    if format not in writers:
        raise ConfigurationError(
            f"{format}: is not a form that can be written. Use one of {', '.join(writers)}."
        )
    files = writers[format](read_export(published_file, metric_id), target.name)
    try:
        effects.make_folder(target.parent)
        for name, content in files.items():
            effects.write_bytes(target.with_name(name), content)
    except OSError as error:
        raise ConfigurationError(
            f"{target}: cannot be written: {error.strerror}. Name another file with --out."
        ) from error
    return target


def read_export(published_file: Path, metric_id: str) -> Export:
    """Read one measure from a published file, which is opened read-only."""
    try:
        connection = duckdb.connect(str(published_file), read_only=True)
    except duckdb.Error as error:
        raise SnapshotError(
            f"{published_file}: cannot be read: {error}. `pcplan verify` says what is wrong with it."
        ) from error
    with connection:
        found = _rows(connection, "select * from metric where metric_id = ?", metric_id)
        if not found:
            raise ConfigurationError(_unknown(connection, published_file, metric_id))
        columns = connection.execute(
            "select column_name, data_type, coalesce(comment, '') from duckdb_columns() "
            "where table_name = 'observation' order by column_index"
        ).fetchall()
        return Export(
            found[0],
            _rows(connection, "select * from snapshot")[0],
            {name: meaning for name, _, meaning in columns},
            {name: kind for name, kind, _ in columns},
            _rows(
                connection,
                f"select * from observation where metric_id = ? order by {_ORDER}",
                metric_id,
            ),
        )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _unknown(connection: duckdb.DuckDBPyConnection, path: Path, metric_id: str) -> str:
    known = [name for (name,) in connection.execute("select metric_id from metric").fetchall()]
    asked = metric_id.strip().casefold()
    near = difflib.get_close_matches(asked, known, n=5, cutoff=0.5)
    near += [name for name in sorted(known) if asked and asked in name and name not in near]
    hint = (
        f"Near it: {', '.join(near[:8])}."
        if near
        else '`pcplan sql "select metric_id, title from metric"` lists them.'
    )
    return f"{path.name}: has no measure named {metric_id}. {hint}"


def _csv(export: Export, name: str) -> dict[str, bytes]:
    """Write the rows as the snapshot has them, and beside them what each column means (CSVW)."""
    columns = [*export.kinds, "snapshot_id", "as_at_date", "data_note"]
    constant = {
        "snapshot_id": export.snapshot["snapshot_id"],
        "as_at_date": export.snapshot["business_date"],
        "data_note": export.stamp,
    }
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in export.observations:
        writer.writerow({key: _cell(value) for key, value in (row | constant).items()})
    metadata = json.dumps(_csvw(export, name, columns), indent=1, ensure_ascii=False)
    return {name: out.getvalue().encode(), f"{name}-metadata.json": f"{metadata}\n".encode()}


def _cell(value: object) -> object:
    """Keep text from being run as a formula by a spreadsheet; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def _csvw(export: Export, name: str, columns: list[str]) -> dict[str, Any]:
    """Describe the CSV in the form of the W3C's "CSV on the Web" (www.w3.org/ns/csvw)."""
    added = {
        "snapshot_id": "The published snapshot that the figures come from.",
        "as_at_date": "The business date of that snapshot.",
        "data_note": "What must be known of all rows; says so where they are synthetic.",
    }
    dates = {"as_at_date": "DATE"} | export.kinds
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": export.metric["title"],
        "dc:description": export.metric["definition"],
        "dc:publisher": export.snapshot["office_name"],
        "dc:source": export.metric["publisher"],
        "dc:issued": f"{export.snapshot['published_at']:%Y-%m-%dT%H:%M:%SZ}",
        "notes": [
            {"type": kind, "text": text}
            for kind, texts in (
                ("warning", [export.stamp] if export.stamp else []),
                ("caveat", export.caveats),
                ("state", [f"{state}: {meaning}" for state, meaning in STATES.items()]),
            )
            for text in texts
        ],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": column,
                    "titles": column,
                    "datatype": _DATATYPES.get(dates.get(column, "VARCHAR"), "string"),
                    "dc:description": added.get(column) or export.meanings[column],
                    "null": "",
                }
                for column in columns
            ]
        },
    }


def _json(export: Export, name: str) -> dict[str, bytes]:
    """Write everything in one document."""
    document = {
        "data_note": export.stamp or None,
        "metric": export.metric | {"caveats": export.caveats},
        "snapshot": export.snapshot,
        "states": STATES,
        "columns": export.meanings,
        "observations": export.observations,
    }
    text = json.dumps(_plain(document), indent=1, ensure_ascii=False, allow_nan=False)
    return {name: f"{text}\n".encode()}


def _plain(value: Any) -> Any:
    """Give dates as text, and null for a number that JSON cannot hold."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _xlsx(export: Export, name: str) -> dict[str, bytes]:
    from snapshot.export_workbook import workbook_bytes

    return {name: workbook_bytes(export, STATES)}
