"""A figure over time: the line and its marks, the mean and limits behind, events across."""

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.frame import Frame, Words
from dashboards.charts.spec import Chart, ChartPoint, Level, Series
from dashboards.charts.trend_plan import HEIGHT, TrendLayout, centre_of, line_of, plan

_MOST_LARGE = 60  # marks of a line that are drawn large
_SMALL, _LARGE = 2.5, 4


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a trend; return its height and its elements."""
    laid = plan(chart, width)
    frame = laid.frame
    body = _grid(laid) + _dates(laid, width)
    for event, top in zip(chart.events, laid.event_tops, strict=True):
        x = frame.x_of(event.date.toordinal())
        body.append(canvas.line(x, top, x, frame.bottom, colour=theme.INK, dash="2 3"))
    for level in chart.levels:
        body += _level(level, frame)
    if chart.target is not None:
        y = frame.y_of(chart.target)
        line = canvas.line(frame.left, y, frame.right, y, colour=theme.PINK, width=1.5, dash="2 4")
        body.append(line)
    for index, series in enumerate(chart.series):
        body += _series(chart, series, index, frame)
    return HEIGHT, body + [_words(word, frame) for word in laid.words]


def _words(word: Words, frame: Frame) -> str:
    if word.is_boxed:
        return canvas.boxed_text(
            word.x, word.y, word.text, anchor=word.anchor, colour=word.colour, size=frame.size
        )
    return canvas.text(
        word.x, word.y, word.text,
        anchor=word.anchor, colour=word.colour, bold=word.is_bold, size=frame.size,
    )  # fmt: skip


def _grid(laid: TrendLayout) -> list[str]:
    frame = laid.frame
    body = []
    for value, label in zip(laid.steps, laid.step_texts, strict=True):
        y = frame.y_of(value)
        colour = theme.INK if value == laid.steps[0] else theme.GRID
        body.append(canvas.line(frame.left, y, frame.right, y, colour=colour))
        body.append(canvas.text(frame.left - 6, y + 5, label, anchor="end", size=frame.size))
    return body


def _dates(laid: TrendLayout, width: float) -> list[str]:
    frame = laid.frame
    body = []
    for date, label in laid.dates:
        x, half = frame.x_of(date.toordinal()), frame.width_of(label) / 2
        body.append(canvas.line(x, frame.bottom, x, frame.bottom + 5, colour=theme.INK))
        centre = min(max(x, half), width - half)
        y = frame.bottom + 22
        body.append(canvas.text(centre, y, label, anchor="middle", size=frame.size))
    return body


def _level(level: Level, frame: Frame) -> list[str]:
    start, end = frame.x_of(level.start.toordinal()), frame.x_of(level.end.toordinal())
    y = frame.y_of(level.mean)
    body = [canvas.line(start, y, end, y, colour=theme.GREY, width=1.5)]
    for value in (level.lower, level.upper):
        y = frame.y_of(value)
        body.append(canvas.line(start, y, end, y, colour=theme.GREY, width=1.2, dash="7 4"))
    return body


def _series(chart: Chart, series: Series, index: int, frame: Frame) -> list[str]:
    colour, dash = line_of(series, index)
    body = []
    for stretch in chart.stretches(series):
        run = [_place(p, frame) for p in stretch]
        body.append(canvas.path(run, colour=colour, dash=dash))
    centre = centre_of(chart, series)
    radius = _LARGE if len(series.points) <= _MOST_LARGE else _SMALL
    for p in series.points:
        if p.value is not None:
            x, y = _place(p, frame)
            shade = theme.SIGNAL_COLOUR.get(p.signal, colour)
            above = p.value >= centre
            body.append(canvas.mark(x, y, p.signal, shade, is_above=above, radius=radius))
    return body


def _place(p: ChartPoint, frame: Frame) -> tuple[float, float]:
    day = p.period_start_date.toordinal() if p.period_start_date else 0
    return frame.x_of(day), frame.y_of(p.value or 0.0)
