"""What pages offer as files: the rows of a measure, an area or a published table, in our words."""

from typing import Any

from dashboards import words
from snapshot.export import (
    PERIOD_ORDER,
    STAMPED,
    csvw,
    measure_query,
    measure_sheet,
    stamped,
    stamps,
    table_csv,
)
from snapshot.metric_fields import further_facts
from snapshot.published import Published, Row, lines
from snapshot.workbook import TableSheet, measure_bytes, table_bytes

MOST_IN_WORKBOOK = 5_000  # a workbook takes some 2 ms a row, and somebody waits for it


def measure_csv(published: Published, metric_id: str, area_code: str | None = None) -> str:
    """Return the rows of a measure in period order, in one area or in all, as CSV."""
    rows = published.rows(*measure_query(metric_id, area_code))
    return table_csv(published, "observation", rows)


def measure_parquet(published: Published, metric_id: str, area_code: str | None) -> bytes:
    """Return the rows of a measure as Parquet, with the columns and values of the CSV."""
    query, parameters = measure_query(metric_id, area_code)
    return published.parquet(stamped(published, query), parameters)


def measure_workbook(published: Published, metric_id: str, area_code: str | None) -> bytes:
    """Return the figures of one area as an accessible workbook; every row says what it is."""
    return measure_bytes(measure_sheet(published, metric_id, area_code), words.STATE)


def measure_metadata(published: Published, metric_id: str, file_name: str) -> str:
    """Describe the CSV of a measure, with its definition, its caveats and the states' meanings."""
    metric = published.metrics[metric_id]
    notes = {
        "definition": [metric["definition"]],
        "unit": [words.unit_text(metric)],
        "source": [metric["publisher"] or "Publisher not stated"],
        "fact": further_facts(metric),
        "caveat": list(lines(metric["caveats"])),
        "state": _states(),
    }
    return csvw(published, "observation", file_name, metric["title"], notes)


def _states() -> list[str]:
    return [f"{state}: {said}" for state, said in words.STATE.items()]


def _of_area(area_code: str) -> tuple[str, list[Any]]:
    query = f"""
        select *
        from observation
        where area_code = $1
        order by metric_id, {PERIOD_ORDER}
    """
    return query, [area_code]


def area_csv(published: Published, area_code: str) -> str:
    """Return every figure of an area, measure by measure, as CSV."""
    return table_csv(published, "observation", published.rows(*_of_area(area_code)))


def area_parquet(published: Published, area_code: str) -> bytes:
    """Return every figure of an area as Parquet, with the columns and values of the CSV."""
    query, parameters = _of_area(area_code)
    return published.parquet(stamped(published, query), parameters)


def area_workbook(published: Published, area_code: str) -> bytes | None:
    """Return every figure of an area as a workbook, with the columns and values of the CSV."""
    about = [
        "Each measure has its own unit and definition: see the data dictionary.",
        *(f"State {state}." for state in _states()),
    ]
    rows = published.rows(*_of_area(area_code))
    return _workbook(published, "observation", _every_figure(published, area_code), about, rows)


def area_metadata(published: Published, area_code: str, file_name: str) -> str:
    """Describe the CSV of an area, with the states' meanings."""
    notes = {"unit": ["Each measure has its own: see the table metric."], "state": _states()}
    title = _every_figure(published, area_code)
    return csvw(published, "observation", file_name, title, notes)


def _every_figure(published: Published, area_code: str) -> str:
    return f"Every figure of {published.area_name(published.areas[area_code])}"


def whole_csv(published: Published, name: str) -> str:
    """Return every row of a published table as CSV."""
    return table_csv(published, name, published.table(name, "rowid"))


def whole_parquet(published: Published, name: str) -> bytes:
    """Return a published table as Parquet."""
    return published.parquet(stamped(published, f"select * from {name} order by rowid"))


def whole_workbook(published: Published, name: str) -> bytes | None:
    """Return a published table as a workbook, with the columns and values of the CSV."""
    title = name.replace("_", " ").capitalize()
    about = [published.notes[name].comment]
    return _workbook(published, name, title, about, published.table(name, "rowid"))


def whole_metadata(published: Published, name: str, file_name: str) -> str:
    """Describe the CSV of a published table."""
    return csvw(published, name, file_name, name, {})


def _workbook(
    published: Published, table: str, title: str, about: list[str], rows: list[Row]
) -> bytes | None:
    """Write rows of a published table as a workbook; None where they are too many for one."""
    if len(rows) > MOST_IN_WORKBOOK:
        return None
    added = stamps(published)
    columns = {name: said for name, _, said in published.notes[table].columns} | STAMPED
    return table_bytes(
        TableSheet(published.snapshot, [row | added for row in rows], title, about, columns)
    )
