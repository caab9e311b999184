"""Published rows as files: CSV with its metadata, Parquet and a workbook, stamped where synthetic."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dashboards import words
from dashboards.charts.export import safe
from snapshot.published import Published, Row

STAMP = "Synthetic demonstration data: these figures describe no real person or place."
STAMPED = {
    "snapshot_id": "The published snapshot that the rows come from.",
    "as_at_date": "The business date of that snapshot.",
    "data_note": "What must be known of all rows; says so where they are synthetic.",
}
MOST_IN_WORKBOOK = 5_000  # a workbook takes some 2 ms a row, and somebody waits for it
_KINDS = {"varchar": "string", "date": "date", "double": "double", "integer": "integer",
          "bigint": "integer", "boolean": "boolean", "timestamp": "datetime"}  # fmt: skip
_ORDER = (
    "period_type, period_start_date, period_end_date, area_code, breakdown_value nulls first, rowid"
)


@dataclass(frozen=True)
class Export:
    """One measure as one snapshot gives it: what the writer of workbooks asks for."""

    metric: Row
    snapshot: Row
    observations: list[Row]

    @property
    def stamp(self) -> str:
        """Return the sentence that must stand on whatever is made of synthetic deliveries."""
        return STAMP if self.snapshot["is_synthetic"] else ""

    @property
    def caveats(self) -> list[str]:
        """Return what must print with the figures."""
        return [line for line in (self.metric["caveats"] or "").splitlines() if line.strip()]


@dataclass(frozen=True)
class Sheet:
    """Rows of a published table with what they mean: what the writer of workbooks asks for."""

    title: str
    about: list[str]
    columns: dict[str, str]  # each with its meaning
    rows: list[Row]
    snapshot: Row

    @property
    def stamp(self) -> str:
        """Return the sentence that must stand on whatever is made of synthetic deliveries."""
        return STAMP if self.snapshot["is_synthetic"] else ""


class Workbooks(Protocol):
    """Writes spreadsheets; the same snapshot gives the same bytes."""

    def workbook_bytes(self, export: Export, states: Mapping[str, str]) -> bytes:
        """Return one measure as a workbook."""

    def sheet_bytes(self, sheet: Sheet) -> bytes:
        """Return rows of a published table as a workbook."""


def _of_measure(metric_id: str, area_code: str | None) -> tuple[str, list[Any]]:
    query = f"""
        select *
        from observation
        where metric_id = $1 and ($2 is null or area_code = $2)
        order by {_ORDER}
    """
    return query, [metric_id, area_code]


def measure_rows(published: Published, metric_id: str, area_code: str | None = None) -> list[Row]:
    """Return the rows of a measure in period order, in one area or in all."""
    return published.rows(*_of_measure(metric_id, area_code))


def _of_area(area_code: str) -> tuple[str, list[Any]]:
    query = f"""
        select *
        from observation
        where area_code = $1
        order by metric_id, {_ORDER}
    """
    return query, [area_code]


def area_rows(published: Published, area_code: str) -> list[Row]:
    """Return every figure of an area, measure by measure."""
    return published.rows(*_of_area(area_code))


def area_parquet(published: Published, area_code: str) -> bytes:
    """Return every figure of an area as Parquet, with the columns and values of the CSV."""
    query, parameters = _of_area(area_code)
    return published.parquet(_stamped(published, query), parameters)


def area_metadata(published: Published, area_code: str, file_name: str) -> str:
    """Describe the CSV of an area, with the states' meanings."""
    states = [f"{state}: {said}" for state, said in words.STATE.items()]
    notes = {"unit": ["Each measure has its own: see the table metric."], "state": states}
    name = published.area_name(published.areas[area_code])
    return metadata(published, "observation", file_name, f"Every figure of {name}", notes)


def table_rows(published: Published, name: str) -> list[Row]:
    """Return every row of a published table."""
    return published.table(name, "rowid")


def csv_text(published: Published, table: str, rows: list[Row]) -> str:
    """Write rows of a published table as CSV; each carries the snapshot, its day and the stamp."""
    stamp = _stamp(published)
    names = [*(name for name, _, _ in published.notes[table].columns), *stamp]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: safe(cell) for name, cell in (row | stamp).items()})
    return out.getvalue()


def _stamp(published: Published) -> dict[str, Any]:
    snapshot = published.snapshot
    return {
        "snapshot_id": published.snapshot_id,
        "as_at_date": snapshot["business_date"],
        "data_note": STAMP if snapshot["is_synthetic"] else "",
    }


def metadata(
    published: Published, table: str, file_name: str, title: str, notes: dict[str, list[str]]
) -> str:
    """Describe a CSV in the form of the W3C's "CSV on the Web" (www.w3.org/ns/csvw)."""
    snapshot = published.snapshot
    columns = [
        {"name": name, "titles": name, "datatype": _KINDS.get(kind, "string"),
         "dc:description": said, "null": ""}
        for name, kind, said in (
            *published.notes[table].columns,
            *((name, "date" if name == "as_at_date" else "varchar", said) for name, said in STAMPED.items()),
        )
    ]  # fmt: skip
    if snapshot["is_synthetic"]:
        notes = {"warning": [STAMP]} | notes
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file_name,
        "dc:title": title,
        "dc:description": published.notes[table].comment,
        "dc:publisher": snapshot["office_name"],
        "dc:issued": f"{snapshot['published_at']:%Y-%m-%dT%H:%M:%SZ}",
        "notes": [{"type": kind, "text": text} for kind, texts in notes.items() for text in texts],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def measure_metadata(published: Published, metric_id: str, file_name: str) -> str:
    """Describe the CSV of a measure, with its definition, its caveats and the states' meanings."""
    metric = published.metrics[metric_id]
    export = Export(metric, published.snapshot, [])
    notes = {
        "definition": [metric["definition"]],
        "unit": [words.unit_text(metric)],
        "source": [metric["publisher"] or "Publisher not stated"],
        "caveat": export.caveats,
        "state": [f"{state}: {said}" for state, said in words.STATE.items()],
    }
    return metadata(published, "observation", file_name, metric["title"], notes)


def measure_parquet(published: Published, metric_id: str, area_code: str | None) -> bytes:
    """Return the rows of a measure as Parquet, with the columns and values of the CSV."""
    query, parameters = _of_measure(metric_id, area_code)
    return published.parquet(_stamped(published, query), parameters)


def table_parquet(published: Published, name: str) -> bytes:
    """Return a published table as Parquet."""
    return published.parquet(_stamped(published, f"select * from {name} order by rowid"))


def _stamped(published: Published, query: str) -> str:
    """Add to each row what the CSV adds; some tables have a snapshot_id of their own."""
    stamp = {name: str(value).replace("'", "''") for name, value in _stamp(published).items()}
    snapshot_id, as_at, note = stamp.values()
    return (
        f"select columns(c -> c <> 'snapshot_id'), '{snapshot_id}' as snapshot_id, "
        f"date '{as_at}' as as_at_date, '{note}' as data_note from ({query})"
    )


def workbook(
    published: Published, metric_id: str, area_code: str | None, write: Workbooks
) -> bytes:
    """Return the figures of one area as an accessible workbook; every row says what it is."""
    rows = measure_rows(published, metric_id, area_code)
    export = Export(published.metrics[metric_id], published.snapshot, rows)
    return write.workbook_bytes(export, words.STATE)


def area_workbook(published: Published, area_code: str, write: Workbooks) -> bytes | None:
    """Return every figure of an area as a workbook, with the columns and values of the CSV."""
    name = published.area_name(published.areas[area_code])
    about = [
        "Each measure has its own unit and definition: see the data dictionary.",
        *(f"State {state}: {said}." for state, said in words.STATE.items()),
    ]
    rows = area_rows(published, area_code)
    return _sheet(published, "observation", f"Every figure of {name}", about, rows, write)


def table_workbook(published: Published, name: str, write: Workbooks) -> bytes | None:
    """Return a published table as a workbook, with the columns and values of the CSV."""
    title = name.replace("_", " ").capitalize()
    about = [published.notes[name].comment]
    return _sheet(published, name, title, about, table_rows(published, name), write)


def _sheet(
    published: Published,
    table: str,
    title: str,
    about: list[str],
    rows: list[Row],
    write: Workbooks,
) -> bytes | None:
    """Write rows of a published table as a workbook; None where they are too many for one."""
    if len(rows) > MOST_IN_WORKBOOK:
        return None
    stamp = _stamp(published)
    columns = {name: said for name, _, said in published.notes[table].columns} | STAMPED
    rows = [row | stamp for row in rows]
    return write.sheet_bytes(Sheet(title, about, columns, rows, published.snapshot))
