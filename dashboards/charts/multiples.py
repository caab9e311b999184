"""Small multiples: one small trend for each area, all on the same two axes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards import theme, words
from dashboards.charts import canvas
from dashboards.charts.spec import ChartPoint, Series

WIDTH, HEIGHT = 260, 150
_TOP, _BOTTOM, _RIGHT = 10, 24, 8
_FEWEST_POINTS = 3


@dataclass(frozen=True)
class Axes:
    """What all the pictures share: the days and the values that their axes span."""

    first: dt.date
    last: dt.date
    steps: tuple[float, ...]
    texts: tuple[str, ...]

    @property
    def left(self) -> float:
        """Return where the plot begins, beside the values of its axis."""
        return max(map(canvas.width_of, self.texts)) + 8

    def x(self, date: dt.date) -> float:
        """Return where a day stands."""
        span = max((self.last - self.first).days, 1)
        return self.left + 4 + (date - self.first).days / span * (WIDTH - self.left - _RIGHT - 4)

    def y(self, value: float) -> float:
        """Return where a value stands."""
        low, high = self.steps[0], self.steps[-1]
        return HEIGHT - _BOTTOM - (value - low) / (high - low) * (HEIGHT - _BOTTOM - _TOP)


def axes_of(series: Sequence[Series], unit_text: str, *, from_zero: bool) -> Axes | None:
    """Choose axes that hold every series; None where too few points stand on them."""
    points = [p for one in series for p in one.points if p.value is not None]
    dates = sorted({p.period_start_date for p in points if p.period_start_date})
    values = [p.value for p in points if p.value is not None]
    if len(dates) < _FEWEST_POINTS:
        return None
    steps = canvas.ticks(0 if from_zero else min(values), max(values), wanted=4)
    if len(steps) < 2:
        steps = [steps[0], steps[0] + 1]
    return Axes(dates[0], dates[-1], tuple(steps), tuple(canvas.tick_texts(steps, unit_text)))


def draw(series: Series, behind: Series | None, axes: Axes, title: str, summary: str) -> str:
    """Draw one area's trend, with a grey line of the whole behind it where one is given."""
    bottom = HEIGHT - _BOTTOM
    body = []
    for value, text in zip(axes.steps, axes.texts, strict=True):
        y = axes.y(value)
        colour = theme.INK if value == axes.steps[0] else theme.GRID
        body.append(canvas.line(axes.left, y, WIDTH - _RIGHT, y, colour=colour))
        body.append(canvas.text(axes.left - 5, y + 5, text, anchor="end"))
    for date, anchor in ((axes.first, "start"), (axes.last, "end")):
        x = axes.left if anchor == "start" else WIDTH - _RIGHT
        body.append(canvas.text(x, bottom + 18, words.short_month_text(date), anchor=anchor))
    if behind is not None:
        body += _line(behind.points, axes, theme.GREY, "5 3")
    body += _line(series.points, axes, theme.OURS, "")
    there = [p for p in series.points if p.value is not None and p.period_start_date]
    if there and there[-1].period_start_date and there[-1].value is not None:
        x, y = axes.x(there[-1].period_start_date), axes.y(there[-1].value)
        body.append(canvas.mark(x, y, there[-1].signal, theme.OURS, is_above=True, radius=3.5))
    drawn = canvas.document(WIDTH, HEIGHT, title, summary, body)
    return drawn.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def _line(points: Sequence[ChartPoint], axes: Axes, colour: str, dash: str) -> list[str]:
    """Draw a line, broken where there is no figure; one figure between two gaps is a dot."""
    body = []
    for has_value, run in groupby(points, key=lambda p: p.value is not None):
        places = [
            (axes.x(p.period_start_date), axes.y(p.value))
            for p in run
            if p.period_start_date and p.value is not None
        ]
        if has_value and len(places) > 1:
            steps = " ".join(f"{canvas.num(x)},{canvas.num(y)}" for x, y in places)
            dashes = f' stroke-dasharray="{dash}"' if dash else ""
            body.append(
                f'<polyline points="{steps}" fill="none" stroke="{colour}" stroke-width="1.8" '
                f'stroke-linejoin="round"{dashes}/>'
            )
        elif has_value and places:
            body.append(canvas.mark(*places[0], "none", colour, is_above=True, radius=2))
    return body
