"""The table twin of a chart: the same figures in the same words, for those who read."""

import datetime as dt
from dataclasses import dataclass

from dashboards import words
from dashboards.charts.spec import Chart
from dashboards.selection import SeriesSelection
from snapshot.published import Published, Row

_HEADING = {"count": "Number"}


@dataclass(frozen=True)
class TextTable:
    """Headings and rows of text; columns from the second to `numeric_to` hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_to: int = 1


EMPTY = TextTable((), ())


def heading(metric: Row) -> str:
    """Name the column that holds the figures of a measure by its unit: Per 1,000 households."""
    return _HEADING.get(metric["unit"]) or title_case(words.unit_text(metric))


def title_case(name: str) -> str:
    """Turn a column's name into a heading: demand_type is Demand type."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def twin(metric: Row, rows: list[Row], chart: Chart | None) -> TextTable:
    """Lay out the figures of a chart; the figures themselves where there is no chart."""
    if chart is None:
        by_area = len({row["area_code"] for row in rows}) > 1
        return _by_row(metric, rows[::-1], "Area" if by_area else "Period", by_area=by_area)
    if len(chart.series) > 1:
        return _side_by_side(metric, chart)
    points = chart.series[0].points
    if chart.is_over_time:
        return _over_time(metric, rows, chart)
    parts = any(row["breakdown_value"] for row in rows)
    name = title_case(rows[0]["breakdown"] or "part") if parts else "Area"
    key = "breakdown_value" if parts else "area_name"
    latest = max(row["period_end_date"] for row in rows if row["value"] is not None)
    of = {
        words.part_text(row[key]) or row["area_code"]: row
        for row in rows
        if row["period_end_date"] == latest
    }
    return _by_row(metric, [of[p.label] for p in points], name, by_area=not parts, key=key)


def _over_time(metric: Row, rows: list[Row], chart: Chart) -> TextTable:
    of = {row["period_start_date"]: row for row in rows}
    shown = [
        of.get(p.period_start_date) or _absent(p.period_start_date) for p in chart.series[0].points
    ]
    labels = [p.label for p in chart.series[0].points]
    return _lay_out(metric, "Period", list(zip(labels, shown, strict=True))[::-1])


def _absent(date: dt.date | None) -> Row:
    nothing = ("value", "numerator", "denominator", "lower", "upper", "reason", "source_release")
    return dict.fromkeys(nothing) | {"state": "missing", "period_start_date": date}


def _by_row(metric: Row, rows: list[Row], name: str, *, by_area: bool, key: str = "") -> TextTable:
    labelled = []
    for row in rows:
        label = row["area_name"] if by_area else words.part_text(row.get(key or "breakdown_value"))
        if not label:
            label = words.period_label(
                row["period_type"], row["period_start_date"], row["period_end_date"]
            )
        labelled.append((label, row))
    return _lay_out(metric, name, labelled)


def _lay_out(metric: Row, name: str, labelled: list[tuple[str, Row]]) -> TextTable:
    """Show numerator, denominator, interval and note where any row has one."""
    unit = metric["unit"]
    counts = any(row["denominator"] for _, row in labelled)
    interval = any(row["lower"] is not None for _, row in labelled)
    notes = any((row["state"] or "final") != "final" or row["reason"] for _, row in labelled)
    columns = [name, heading(metric)]
    if counts:
        columns += [metric["numerator_name"] or "Numerator", metric["denominator_name"] or "Base"]
    if interval:
        columns.append("95% interval")
    numeric_to = len(columns) - 1
    body = []
    for label, row in labelled:
        cells = [label, words.cell_text(row["value"], unit, row["numerator"], row["denominator"])]
        if counts:
            cells += [words.number_text(row["numerator"]), words.number_text(row["denominator"])]
        if interval:
            text = words.interval_text(row["lower"], row["upper"], unit)
            cells.append(text.removeprefix("95% interval "))
        if notes:
            cells.append(_note(row))
        body.append(tuple(cells))
    if notes:
        columns.append("Note")
    return TextTable(tuple(title_case(c) for c in columns), tuple(body), numeric_to)


def _note(row: Row) -> str:
    state = row["state"] or "final"
    note = "" if state == "final" else words.STATE.get(state, state)
    reason = row["reason"] or ""
    return f"{note}. {reason}".strip(". ") if note and reason else note or reason


def _side_by_side(metric: Row, chart: Chart) -> TextTable:
    dates = sorted(
        {p.period_start_date for s in chart.series for p in s.points if p.period_start_date}
    )
    labels = {p.period_start_date: p.label for s in chart.series for p in s.points}
    of = [{p.period_start_date: p for p in s.points} for s in chart.series]
    body = []
    for date in reversed(dates):
        points = [series.get(date) for series in of]
        cells = [words.cell_text(p.value if p else None, metric["unit"]) for p in points]
        body.append((labels[date], *cells))
    columns = ("Period", *(f"{s.name}, {heading(metric).lower()}" for s in chart.series))
    return TextTable(columns, tuple(body), len(columns) - 1)


def parts(published: Published, metric: Row, chosen: SeriesSelection) -> TextTable:
    """Lay out the latest figure of each part of a measure beside that of a year before."""
    rows = published.observations(
        metric["metric_id"], chosen.period_type, chosen.area_codes, totals=False
    )
    with_value = [row for row in rows if row["value"] is not None]
    if not with_value or len(chosen.area_codes) != 1:
        return EMPTY
    latest = max(row["period_end_date"] for row in with_value)
    now = {row["breakdown_value"]: row for row in rows if row["period_end_date"] == latest}
    ago = {
        row["breakdown_value"]: row
        for row in rows
        if (row["period_end_date"].year, row["period_end_date"].month)
        == (latest.year - 1, latest.month)
    }
    ranked = sorted(now.values(), key=lambda row: (row["value"] is None, -(row["value"] or 0)))
    name = title_case(with_value[0]["breakdown"] or "part")
    columns = [name, _when(ranked[0])] + ([_when(next(iter(ago.values())))] if ago else [])
    body = []
    for row in ranked:
        cells = [words.part_text(row["breakdown_value"]), _cell(row, metric)]
        if ago:
            before = ago.get(row["breakdown_value"])
            cells.append(_cell(before, metric) if before else words.NO_FIGURE)
        body.append(tuple(cells))
    return TextTable(tuple(columns), tuple(body), len(columns) - 1)


def _when(row: Row) -> str:
    return words.period_label(row["period_type"], row["period_start_date"], row["period_end_date"])


def _cell(row: Row, metric: Row) -> str:
    return words.cell_text(row["value"], metric["unit"], row["numerator"], row["denominator"])
