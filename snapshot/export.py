"""Published rows as files that carry their meaning: CSV and what its columns mean, JSON, Parquet.

Of a table each row carries the snapshot, its day and the stamp; a text is never run as a formula.
"""

import csv
import datetime as dt
import difflib
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.errors import ConfigurationError
from pipelines.sql import literal
from snapshot import synthetic, workbook
from snapshot.metric_fields import further_facts
from snapshot.published import Published, Row
from snapshot.workbook import MeasureSheet

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
STAMPED = {
    "snapshot_id": "The published snapshot that the rows come from.",
    "as_at_date": "The business date of that snapshot.",
    "data_note": "What must be known of all rows; says so where they are synthetic.",
}
FORMULA = "=+@\t\r-"  # what a spreadsheet runs a text for that begins with it; the hyphen last, for a pattern
PERIOD_ORDER = (
    "period_type, period_start_date, period_end_date, area_code, breakdown_value nulls first, rowid"
)
_DATATYPES = {"varchar": "string", "date": "date", "double": "double", "integer": "integer",
              "bigint": "integer", "boolean": "boolean", "timestamp": "datetime"}  # fmt: skip


def safe(cell: object) -> object:
    """Keep text from being run as a formula by a spreadsheet; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(tuple(FORMULA)):
        return f"'{cell}"
    return cell


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write rows as CSV (RFC 4180) in which nothing is run by a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def measure_query(metric_id: str, area_code: str | None = None) -> tuple[str, list[Any]]:
    """Ask for the rows of a measure in period order, in one area or in all."""
    query = f"""
        select *
        from observation
        where metric_id = $1 and ($2 is null or area_code = $2)
        order by {PERIOD_ORDER}
    """
    return query, [metric_id, area_code]


def stamps(published: Published) -> Row:
    """Return what stands in every row beside what the table holds."""
    return {
        "snapshot_id": published.snapshot["snapshot_id"],
        "as_at_date": published.snapshot["business_date"],
        "data_note": synthetic.stamp(published.snapshot),
    }


def stamped(published: Published, query: str) -> str:
    """Add the stamps to a query's rows; some tables have a snapshot_id of their own."""
    added = ", ".join(f"{literal(v)} as {name}" for name, v in stamps(published).items())
    return f"select columns(c -> c <> 'snapshot_id'), {added} from ({query})"


def table_csv(published: Published, table: str, rows: Iterable[Row]) -> str:
    """Write rows of a published table as CSV."""
    added = stamps(published)
    names = [*(name for name, _, _ in published.notes[table].columns), *added]
    return csv_text(names, ([(row | added)[name] for name in names] for row in rows))


def csvw(
    published: Published,
    table: str,
    file_name: str,
    title: str,
    notes: Mapping[str, list[str]],
    **more: str,
) -> str:
    """Describe the CSV of a table in the form of the W3C's "CSV on the Web" (www.w3.org/ns/csvw).

    `notes` gives each kind its texts; `more` are the description, if it is not the table's own, and
    the source.
    """
    snapshot, note = published.snapshot, published.notes[table]
    added = [(n, "date" if n == "as_at_date" else "varchar", said) for n, said in STAMPED.items()]
    warning = {"warning": [synthetic.FIGURES]} if snapshot["is_synthetic"] else {}
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file_name,
        "dc:title": title,
        "dc:description": more.pop("description", note.comment),
        "dc:publisher": snapshot["office_name"],
        **{f"dc:{name}": said for name, said in more.items()},
        "dc:issued": f"{snapshot['published_at']:%Y-%m-%dT%H:%M:%SZ}",
        "notes": [
            {"type": kind, "text": text}
            for kind, texts in (warning | dict(notes)).items()
            for text in texts
        ],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "datatype": _DATATYPES.get(kind, "string"),
                    "dc:description": meaning,
                    "null": "",
                }
                for name, kind, meaning in (*note.columns, *added)
            ]
        },
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def export_metric(published: Published, metric_id: str, format: str, target: Path) -> Path:
    """Write the measure's figures and return the file; a CSV has its metadata in a file beside it."""
    writers: dict[str, Callable[[Published, MeasureSheet, str], dict[str, bytes]]] = {
        "csv": _csv,
        "json": _json,
        "xlsx": lambda _, sheet, name: {name: workbook.measure_bytes(sheet, STATES)},
    }
    if format not in writers:
        raise ConfigurationError(
            f"{format}: is not a form that can be written. Use one of {', '.join(writers)}."
        )
    files = writers[format](published, measure_sheet(published, metric_id), target.name)
    try:
        effects.make_folder(target.parent)
        for name, content in files.items():
            effects.write_bytes(target.with_name(name), content)
    except OSError as error:
        raise ConfigurationError(
            f"{target}: cannot be written: {error.strerror}. Name another file with --out."
        ) from error
    return target


def measure_sheet(
    published: Published, metric_id: str, area_code: str | None = None
) -> MeasureSheet:
    """Read one measure as a snapshot gives it, in one area or in all."""
    metrics = published.rows("select * from metric where metric_id = ?", [metric_id])
    if not metrics:
        raise ConfigurationError(_unknown(published, metric_id))
    rows = published.rows(*measure_query(metric_id, area_code))
    return MeasureSheet(published.snapshot, rows, metrics[0])


def _unknown(published: Published, metric_id: str) -> str:
    known = [row["metric_id"] for row in published.rows("select metric_id from metric")]
    asked = metric_id.strip().casefold()
    near = difflib.get_close_matches(asked, known, n=5, cutoff=0.5)
    near += [name for name in sorted(known) if asked and asked in name and name not in near]
    hint = (
        f"Near it: {', '.join(near[:8])}."
        if near
        else '`pcplan sql "select metric_id, title from metric"` lists them.'
    )
    return f"{published.path.name}: has no measure named {metric_id}. {hint}"


def _csv(published: Published, sheet: MeasureSheet, name: str) -> dict[str, bytes]:
    """Write the rows as the snapshot has them, and beside them what each column means (CSVW)."""
    notes = {
        "fact": further_facts(sheet.metric),
        "caveat": list(sheet.caveats),
        "state": [f"{state}: {meaning}" for state, meaning in STATES.items()],
    }
    metric = sheet.metric
    metadata = csvw(
        published, "observation", name, metric["title"], notes,
        description=metric["definition"], source=metric["publisher"],
    )  # fmt: skip
    text = table_csv(published, "observation", sheet.rows)
    return {name: text.encode(), f"{name}-metadata.json": metadata.encode()}


def _json(published: Published, sheet: MeasureSheet, name: str) -> dict[str, bytes]:
    """Write everything in one document."""
    document = {
        "data_note": sheet.stamp or None,
        "metric": sheet.metric | {"caveats": sheet.caveats},
        "snapshot": sheet.snapshot,
        "states": STATES,
        "columns": {column: said for column, _, said in published.notes["observation"].columns},
        "observations": sheet.rows,
    }
    text = json.dumps(plain(document), indent=1, ensure_ascii=False, allow_nan=False)
    return {name: f"{text}\n".encode()}


def plain(value: Any) -> Any:
    """Give a value as JSON can hold it: dates as text, and null for what is not a number."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value
