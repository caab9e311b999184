"""Puts what officers wrote about a figure on its chart, in its table and in its description."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards import words
from dashboards.charts.spec import Annotation, Chart, Event
from dashboards.tables import Table
from snapshot.published import Published, Row

if TYPE_CHECKING:
    from dashboards.measures import Measure

HEADING = "Note"


def annotated(published: Published, found: "Measure", rows: Sequence[Row]) -> "Measure":
    """Return the measure with the notes that are about it, in chart, table and words alike."""
    mine = sorted(
        (row for row in rows if _is_about(row, found)),
        key=lambda row: (row["annotation_date"], row["written_at"], row["annotation_id"]),
    )
    if not mine:
        return found
    starts = _starts(found)
    last = found.latest["period_end_date"] if found.latest else None
    annotations: list[Annotation] = []
    for row in mine:
        start = _start_of(row["annotation_date"], starts, last)
        number = 1 + sum(bool(one.number) for one in annotations) if start else 0
        annotations.append(_annotation(published, found, row, start, number))
    notes = tuple(annotations)
    marked = [note for note in notes if note.number]
    summary = " ".join([found.summary, *(_spoken(note) for note in notes)])
    chart = found.chart and replace(
        found.chart,
        summary=summary,
        annotations=notes,
        events=_events(found.chart, marked),
    )
    table = _table(found.table, chart, marked) if chart and marked else found.table
    return replace(found, chart=chart, table=table, summary=summary, annotations=notes)


def _is_about(row: Row, found: "Measure") -> bool:
    """Say whether a note is about this measure in this area; one without an area is about all."""
    same_area = row["area_code"] is None or found.area_code in (None, row["area_code"])
    return bool(row["metric_id"] == found.metric["metric_id"] and same_area)


def _starts(found: "Measure") -> list[dt.date]:
    """Return the first day of each point of a trend, in order; nothing for any other chart."""
    if found.chart is None or found.chart.form != "trend":
        return []
    points = (point for series in found.chart.series for point in series.points)
    return sorted({p.period_start_date for p in points if p.period_start_date})


def _start_of(day: dt.date, starts: list[dt.date], last: dt.date | None) -> dt.date | None:
    """Find the point that a day falls in; None outside the span that the chart shows."""
    if not starts or day < starts[0] or day > max(last or starts[-1], starts[-1]):
        return None
    return starts[bisect_right(starts, day) - 1]


def _annotation(
    published: Published, found: "Measure", row: Row, start: dt.date | None, number: int
) -> Annotation:
    area = published.areas.get(row["area_code"] or "", {}).get("area_name")
    text = f"{area}: {row['text']}" if area and found.area_code is None else row["text"]
    return Annotation(
        number,
        start or row["annotation_date"],
        words.date_text(row["annotation_date"]),
        text,
        row["reason"],
        row["written_by"] or "The Office",
        words.date_text(row["written_at"].date()),
        bool(row.get("is_new")),
    )


def _spoken(note: Annotation) -> str:
    return f"{note.mark}, {note.said_of}: {note.text.rstrip('.')}."


def _events(chart: Chart, marked: list[Annotation]) -> tuple[Event, ...]:
    """Set the marks among the events, in the order of their days."""
    marks = [Event(note.date, note.mark) for note in marked]
    return tuple(sorted([*chart.events, *marks], key=lambda event: event.date))


def _table(table: Table, chart: Chart, marked: list[Annotation]) -> Table:
    """Name each note in the row of its period, in the column for notes."""
    said: dict[str, list[str]] = {}
    for series in chart.series:
        for point in series.points:
            for note in marked:
                is_there = note.date == point.period_start_date
                if is_there and note.mark not in said.setdefault(point.label, []):
                    said[point.label].append(note.mark)
    has_notes = table.columns[-1] == HEADING and len(table.columns) - 1 > table.numeric_to
    body = []
    for row in table.rows:
        cells, before = (row[:-1], [row[-1]]) if has_notes else (row, [])
        body.append((*cells, "; ".join(filter(None, [*before, *said.get(row[0], [])]))))
    columns = table.columns if has_notes else (*table.columns, HEADING)
    return Table(columns, tuple(body), table.numeric_to)
