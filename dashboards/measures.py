"""One measure as a reader meets it: the figure, its words, its chart, its table and its checks;
and what officers wrote about it, put on its chart, in its table and in its description.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards import findings, tables, words
from dashboards.charts import make
from dashboards.charts.spec import Annotation, Chart, ChartEvent
from dashboards.evidence import Evidence, evidence
from dashboards.selection import SeriesSelection, select
from snapshot.published import Published, Row

_NOTE = "Note"  # the heading of the column that names an officer's notes


@dataclass(frozen=True)
class Measure:
    """All that a page or a paper says of one measure in one area."""

    metric: Row
    area_code: str | None
    area_name: str
    is_own_area: bool
    breakdown_value: str | None
    finding: str
    summary: str
    caveats: tuple[str, ...]
    warnings: tuple[str, ...]
    checks_passed: int
    checks_total: int
    source: str
    gaps: tuple[str, ...]
    withheld: str | None
    next_due_text: str
    target_text: str
    # What a measure without figures has not.
    period_type: str | None = None
    latest: Row | None = None
    value_text: str = words.NO_FIGURE
    interval_text: str = ""
    period_text: str = ""
    age_text: str = ""
    variation: str = "too_few"
    assurance: str = "none"
    assurance_text: str = words.ASSURANCE["none"]
    run_length: int = 0
    is_above_mean: bool = False
    comparisons: tuple[str, ...] = ()
    comparison_text: str = ""
    usual_text: str = ""
    caution: str = ""
    chart: Chart | None = None
    table: tables.TextTable = tables.EMPTY
    breakdown: tables.TextTable = tables.EMPTY
    annotations: tuple[Annotation, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the headings of the table that is the chart's twin."""
        return self.table.columns

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the table that is the chart's twin."""
        return self.table.rows

    @property
    def has_signal(self) -> bool:
        """Say whether its series shows more than chance."""
        return self.variation in make.SIGNALS


def measure(
    published: Published,
    metric_id: str,
    area_code: str | None = None,
    breakdown_value: str | None = None,
    period_type: str | None = None,
) -> Measure:
    """Read one measure, with its published notes; for the office's own force unless one is named."""
    read = plain(published, metric_id, area_code, breakdown_value, period_type)
    return annotated(published, read, published.annotations)


def plain(
    published: Published,
    metric_id: str,
    area_code: str | None = None,
    breakdown_value: str | None = None,
    period_type: str | None = None,
) -> Measure:
    """Read one measure without what officers wrote about it."""
    metric = published.metrics[metric_id]
    part = breakdown_value is not None
    chosen = select(published, metric, area_code, period_type, parts=part)
    rows: list[Row] = []
    if chosen:
        rows = published.observations(
            metric_id, chosen.period_type, chosen.area_codes, totals=chosen.totals
        )
    if part:
        rows = [row for row in rows if row["breakdown_value"] == breakdown_value]
    proof = evidence(published, metric)
    if not chosen or not rows:
        return _without_figures(published, metric, area_code, breakdown_value, proof)
    return _with_figures(published, metric, chosen, rows, breakdown_value, proof)


def _without_figures(
    published: Published, metric: Row, area_code: str | None, part: str | None, proof: Evidence
) -> Measure:
    area_code = area_code or published.snapshot["force_code"]
    area_name = (published.areas.get(area_code) or {}).get("area_name") or area_code
    reason = proof.withheld or f"There is no figure for {area_name} yet."
    return Measure(
        metric=metric,
        area_code=area_code,
        area_name=area_name,
        is_own_area=area_code == published.snapshot["force_code"],
        breakdown_value=part,
        next_due_text=proof.next_due_text,
        finding=f"{metric['title']}: no figure",
        summary=reason,
        caveats=proof.caveats,
        warnings=proof.warnings,
        checks_passed=proof.passed,
        checks_total=proof.total,
        source=proof.source(None),
        gaps=(reason,),
        withheld=proof.withheld,
        target_text=findings.target_text(metric),
    )


def _with_figures(
    published: Published,
    metric: Row,
    chosen: SeriesSelection,
    rows: list[Row],
    part: str | None,
    proof: Evidence,
) -> Measure:
    latest = findings.latest_of(rows)
    source = proof.source(latest)
    signal = findings.signal_of(published, metric, chosen, part)
    totals = chosen.totals or part is not None
    single = totals and len({row["area_code"] for row in rows}) == 1
    value, interval, period, age = findings.latest_words(published, metric, latest)
    finding = signal["sentence"] if signal and signal["sentence"] else None
    if finding is None:
        finding = findings.plain_finding(metric, rows, latest, part)
    chart = findings.chart_of(
        published, metric, chosen, rows, signal, finding, source, totals=totals
    )
    gaps = findings.gaps(rows, latest, published.as_at)
    return Measure(
        metric=metric,
        area_code=chosen.area_codes[0] if len(chosen.area_codes) == 1 else None,
        area_name=chosen.area_name,
        is_own_area=chosen.is_own_area,
        breakdown_value=part,
        period_type=chosen.period_type,
        latest=latest,
        value_text=value if single else "",
        interval_text=interval if single else "",
        period_text=period,
        age_text=age,
        next_due_text=proof.next_due_text,
        finding=finding,
        summary=chart.summary if chart else finding,
        variation=signal["variation"] if signal else "too_few",
        assurance_text=words.ASSURANCE.get(signal["assurance"] if signal else "none", "none set"),
        run_length=(signal["run_length"] or 0) if signal else 0,
        is_above_mean=_is_above_mean(signal, latest),
        comparisons=findings.comparisons(published, metric, chosen, latest) if single else (),
        chart=chart,
        table=tables.twin(metric, rows, chart),
        breakdown=tables.parts(published, metric, chosen) if chosen.totals else tables.EMPTY,
        caveats=proof.caveats,
        warnings=proof.warnings,
        checks_passed=proof.passed,
        checks_total=proof.total,
        source=source,
        gaps=gaps,
        withheld=_withheld(rows, latest, proof),
        assurance=signal["assurance"] or "none" if signal else "none",
        target_text=findings.target_text(metric),
        usual_text=findings.usual_text(metric, signal),
        caution=(signal or {}).get("caution") or "",
        comparison_text=(signal or {}).get("comparison") or "",
    )


def _withheld(rows: list[Row], latest: Row | None, proof: Evidence) -> str | None:
    """Say which periods are held back, and why; None where nothing is."""
    held = [row for row in rows if row["state"] == "withheld"]
    if not held:
        return proof.withheld if latest is None else None
    reason = proof.withheld or held[-1]["reason"] or "no reason is recorded"
    return f"{findings.withheld_periods(rows)}: {reason}"


def _is_above_mean(signal: Row | None, latest: Row | None) -> bool:
    if not signal or not latest or signal["mean"] is None or latest["value"] is None:
        return False
    return bool(latest["value"] >= signal["mean"])


def value(published: Published, metric_id: str, **which: str | None) -> str:
    """Say the latest figure of a measure: the only way a number enters prose."""
    shown = measure(published, metric_id, **which)
    return shown.value_text or shown.finding


def change(published: Published, metric_id: str, **which: str | None) -> str:
    """Say what the measure's series shows, in the words of the test that judged it."""
    shown = measure(published, metric_id, **which)
    if shown.variation == "too_few":
        return "we cannot tell yet whether it changed"
    text = words.VARIATION[shown.variation]
    if shown.has_signal and shown.run_length > 1 and shown.chart:
        text += f", {words.counted(shown.run_length, shown.chart.period_word)}"
    return text


def period(published: Published, metric_id: str, **which: str | None) -> str:
    """Say the period that the latest figure is about."""
    return measure(published, metric_id, **which).period_text


def annotated(published: Published, shown: Measure, rows: Sequence[Row]) -> Measure:
    """Return the measure with the notes that are about it, in chart, table and words alike."""
    mine = sorted(
        (row for row in rows if _is_about(row, shown)),
        key=lambda row: (row["annotation_date"], row["written_at"], row["annotation_id"]),
    )
    if not mine:
        return shown
    starts = _starts(shown)
    last = shown.latest["period_end_date"] if shown.latest else None
    annotations: list[Annotation] = []
    for row in mine:
        start = _start_of(row["annotation_date"], starts, last)
        number = 1 + sum(bool(one.number) for one in annotations) if start else 0
        annotations.append(_annotation(published, shown, row, start, number))
    notes = tuple(annotations)
    marked = [note for note in notes if note.number]
    summary = " ".join([shown.summary, *(_spoken(note) for note in notes)])
    chart = shown.chart and replace(
        shown.chart,
        summary=summary,
        annotations=notes,
        events=_events(shown.chart, marked),
    )
    table = _table(shown.table, chart, marked) if chart and marked else shown.table
    return replace(shown, chart=chart, table=table, summary=summary, annotations=notes)


def _is_about(row: Row, shown: Measure) -> bool:
    """Say whether a note is about this measure in this area; one without an area is about all."""
    same_area = row["area_code"] is None or shown.area_code in (None, row["area_code"])
    return bool(row["metric_id"] == shown.metric["metric_id"] and same_area)


def _starts(shown: Measure) -> list[dt.date]:
    """Return the first day of each point of a trend, in order; nothing for any other chart."""
    if shown.chart is None or shown.chart.form != "trend":
        return []
    points = (point for series in shown.chart.series for point in series.points)
    return sorted({p.period_start_date for p in points if p.period_start_date})


def _start_of(day: dt.date, starts: list[dt.date], last: dt.date | None) -> dt.date | None:
    """Find the point that a day falls in; None outside the span that the chart shows."""
    if not starts or day < starts[0] or day > max(last or starts[-1], starts[-1]):
        return None
    return starts[bisect_right(starts, day) - 1]


def _annotation(
    published: Published, shown: Measure, row: Row, start: dt.date | None, number: int
) -> Annotation:
    area = published.areas.get(row["area_code"] or "", {}).get("area_name")
    text = f"{area}: {row['text']}" if area and shown.area_code is None else row["text"]
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


def _events(chart: Chart, marked: list[Annotation]) -> tuple[ChartEvent, ...]:
    """Set the marks among the events, in the order of their days."""
    marks = [ChartEvent(note.date, note.mark) for note in marked]
    return tuple(sorted([*chart.events, *marks], key=lambda event: event.date))


def _table(table: tables.TextTable, chart: Chart, marked: list[Annotation]) -> tables.TextTable:
    """Name each note in the row of its period, in the column for notes."""
    marks: dict[str, list[str]] = {}
    for series in chart.series:
        for point in series.points:
            for note in marked:
                is_there = note.date == point.period_start_date
                if is_there and note.mark not in marks.setdefault(point.label, []):
                    marks[point.label].append(note.mark)
    has_notes = table.columns[-1] == _NOTE and len(table.columns) - 1 > table.numeric_to
    body = []
    for row in table.rows:
        cells, before = (row[:-1], [row[-1]]) if has_notes else (row, [])
        body.append((*cells, "; ".join(filter(None, [*before, *marks.get(row[0], [])]))))
    columns = table.columns if has_notes else (*table.columns, _NOTE)
    return tables.TextTable(columns, tuple(body), table.numeric_to)
