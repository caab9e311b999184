"""A figure over time: the line and its marks, the mean and limits behind, events across."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from statistics import fmean

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.date_axis import date_axis
from dashboards.charts.spec import Chart, Level, Point, Series
from dashboards.charts.trend_words import centre_of, run_text

HEIGHT = 340
_PLOT_BOTTOM = 34
_WHY = {
    "withheld": "withheld",
    "not_due": "not yet due",
    "missing": "not published",
    "suppressed": "hidden to protect people",
    "not_applicable": "does not apply",
}
Scale = Callable[[float], float]


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a trend; return its height and its elements."""
    points = [p for s in chart.series for p in s.points]
    dates = sorted(p.period_start_date for p in points if p.period_start_date)
    steps = canvas.value_ticks(chart)
    tick_texts = canvas.tick_texts(steps, chart.unit_text)
    left = max(map(canvas.width_of, tick_texts)) + 10
    right = width - _right_margin(chart)
    rows = _event_rows(chart, left, right, dates)
    top = 14 + canvas.LINE_HEIGHT * (max(rows, default=-1) + 1)
    bottom = HEIGHT - _PLOT_BOTTOM
    first, span = dates[0].toordinal(), max(dates[-1].toordinal() - dates[0].toordinal(), 1)
    low, high = steps[0], steps[-1]

    def x_of(day: float) -> float:
        return left + 6 + (day - first) / span * (right - left - 12)

    def y_of(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    body = _grid(steps, tick_texts, y_of, left, right)
    body += date_axis(chart, dates, x_of, left, right, bottom)
    body += _events(chart, rows, x_of, bottom, left, right)
    for level in chart.levels:
        body += _level(level, x_of, y_of)
    if chart.target is not None:
        y = y_of(chart.target)
        body.append(canvas.line(left, y, right, y, colour=theme.PINK, width=1.5, dash="2 4"))
        body.append(canvas.text(left + 4, y - 5, "target", colour=theme.PINK))
    for index, series in enumerate(chart.series):
        body += _series(chart, series, index, x_of, y_of)
    return HEIGHT, body + _open_end(chart, x_of, bottom) + _end_labels(chart, x_of, y_of, right)


def _right_margin(chart: Chart) -> float:
    labels = ["upper limit"] if chart.levels else []
    labels += [label for label, _, _ in _ends(chart)]
    return max(map(canvas.width_of, labels), default=0) * 1.06 + 16


def _ends(chart: Chart) -> list[tuple[str, float, str]]:
    """Label each line at its end: its latest value, and its name where there are several."""
    found = []
    for index, series in enumerate(chart.series):
        there = [p for p in series.points if p.value is not None]
        if there:
            last = there[-1]
            label = (
                last.value_text if len(chart.series) == 1 else f"{series.name} {last.value_text}"
            )
            found.append((label, last.value or 0.0, _line(chart, series, index)[0]))
    return found


def _line(chart: Chart, series: Series, index: int) -> tuple[str, str]:
    return (theme.GREY, "9 3 2 3") if series.role == "comparator" else theme.LINES[index % 4]


def _grid(
    steps: list[float], texts: list[str], y_of: Scale, left: float, right: float
) -> list[str]:
    body = []
    for value, label in zip(steps, texts, strict=True):
        y = y_of(value)
        axis = value == steps[0]
        body.append(canvas.line(left, y, right, y, colour=theme.INK if axis else theme.GRID))
        body.append(canvas.text(left - 6, y + 5, label, anchor="end"))
    return body


def _event_rows(chart: Chart, left: float, right: float, dates: list[dt.date]) -> list[int]:
    """Give each event's words the first row above the plot where they touch no others."""
    ends: list[float] = []
    rows = []
    span = max((dates[-1] - dates[0]).days, 1)
    for event in chart.events:
        x = left + 6 + (event.date - dates[0]).days / span * (right - left - 12)
        start, end = _event_span(x, event.text, left, right)
        row = next((row for row, taken in enumerate(ends) if taken < start), len(ends))
        ends[row : row + 1] = [end + 10]
        rows.append(row)
    return rows


def _event_span(x: float, label: str, left: float, right: float) -> tuple[float, float]:
    width = canvas.width_of(label)
    start = x if x + width <= right + 40 else max(x - width, left)
    return start, start + width


def _events(
    chart: Chart, rows: list[int], x_of: Scale, bottom: float, left: float, right: float
) -> list[str]:
    body = []
    for event, row in zip(chart.events, rows, strict=True):
        x = x_of(event.date.toordinal())
        start, _ = _event_span(x, event.text, left, right)
        y = 14 + row * canvas.LINE_HEIGHT
        body.append(canvas.line(x, y + 5, x, bottom, colour=theme.INK, dash="2 3"))
        body.append(canvas.text(start, y, event.text))
    return body


def _level(level: Level, x_of: Scale, y_of: Scale) -> list[str]:
    start, end = x_of(level.start.toordinal()), x_of(level.end.toordinal())
    body = [
        canvas.line(start, y_of(level.mean), end, y_of(level.mean), colour=theme.GREY, width=1.5)
    ]
    for value in (level.lower, level.upper):
        y = y_of(value)
        body.append(canvas.line(start, y, end, y, colour=theme.GREY, width=1.2, dash="7 4"))
    return body


def _series(chart: Chart, series: Series, index: int, x_of: Scale, y_of: Scale) -> list[str]:
    colour, dash = _line(chart, series, index)
    body = []
    for stretch in chart.stretches(series):
        run = [_place(p, x_of, y_of) for p in stretch]
        body.append(canvas.path(run, colour=colour, dash=dash))
    centre = centre_of(chart, series)
    for p in series.points:
        if p.value is not None:
            x, y = _place(p, x_of, y_of)
            shade = theme.SIGNAL_COLOUR.get(p.signal, colour)
            radius = 4 if len(series.points) <= 60 else 2.5
            above = p.value >= centre
            body.append(canvas.mark(x, y, p.signal, shade, is_above=above, radius=radius))
    return body + _run_label(chart, series, centre, x_of, y_of)


def _place(p: Point, x_of: Scale, y_of: Scale) -> tuple[float, float]:
    day = p.period_start_date.toordinal() if p.period_start_date else 0
    return x_of(day), y_of(p.value or 0.0)


def _run_label(chart: Chart, series: Series, centre: float, x_of: Scale, y_of: Scale) -> list[str]:
    """Write each run's word beyond the limit line on the side where its points lie."""
    body = []
    there = [p for p in series.points if p.value is not None]
    for signal, run in groupby(there, key=lambda p: p.signal):
        points = list(run)
        if signal not in theme.SIGNAL_COLOUR:
            continue
        places = [_place(p, x_of, y_of) for p in points]
        above = fmean(p.value or 0.0 for p in points) >= centre
        edges = [y for _, y in places]
        for level in chart.levels[-1:]:
            edges.append(y_of(level.upper if above else level.lower))
        y = min(edges) - 14 if above else max(edges) + 24
        label = run_text(signal, len(points), chart.period_word)
        half = canvas.width_of(label) / 2
        x = min(fmean(x for x, _ in places), max(x for x, _ in places) + 8 - half)
        body.append(canvas.boxed_text(x, y, label, colour=theme.SIGNAL_COLOUR[signal]))
    return body


def _open_end(chart: Chart, x_of: Scale, bottom: float) -> list[str]:
    """Say in the empty stretch after the latest figure why it is empty."""
    points = chart.series[0].points
    after = len(points)
    while after and points[after - 1].value is None:
        after -= 1
    gap = [p for p in points[after:] if p.period_start_date]
    if len(chart.series) > 1 or not after or not gap:
        return []
    days = [p.period_start_date.toordinal() for p in gap if p.period_start_date]
    word = _WHY.get(gap[-1].state, "no figure")
    x = min(x_of(fmean(days)), x_of(days[-1]) + 8 - canvas.width_of(word) / 2)
    return [canvas.text(x, bottom - 10, word, anchor="middle", colour=theme.GREY)]


def _end_labels(chart: Chart, x_of: Scale, y_of: Scale, right: float) -> list[str]:
    """Label the ends of the lines, kept apart; a limit gives way to the figure itself."""
    ends = [(label, y_of(value), colour) for label, value, colour in _ends(chart)]
    beside = _latest_x(chart, x_of) + 2 if len(chart.series) == 1 else right
    ends.sort(key=lambda end: end[1])
    taken: list[float] = []
    body = []
    for label, y, colour in ends:
        y = max(y, taken[-1] + canvas.LINE_HEIGHT) if taken else y
        taken.append(y)
        body.append(canvas.text(min(beside, right) + 8, y + 5, label, colour=colour, bold=True))
    for level in chart.levels[-1:]:
        for value, label in ((level.upper, "upper limit"), (level.lower, "lower limit")):
            y = y_of(value)
            if all(abs(y - other) >= canvas.LINE_HEIGHT - 2 for other in taken):
                taken.append(y)
                body.append(canvas.text(right + 8, y + 5, label, colour=theme.GREY))
    return body


def _latest_x(chart: Chart, x_of: Scale) -> float:
    there = [p for p in chart.series[0].points if p.value is not None]
    date = there[-1].period_start_date if there else None
    return x_of(date.toordinal()) if date else 0.0
