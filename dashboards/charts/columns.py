"""Amounts over a few periods: a column each, from zero, its figure above it."""

import math
from dataclasses import dataclass

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.spec import Chart, ChartPoint

HEIGHT = 320
TOP, BOTTOM = 26, 48
SIDE = 4
COLUMN_SHARE = 0.62  # of the room that a period has
_WIDEST = 90
_APART = 6  # pixels between two texts
_MOST_LINES = 2


@dataclass(frozen=True)
class Columns:
    """How the texts of columns fit a width: which are written, and on how many lines."""

    slot: float
    names: dict[int, list[str]]
    figures: dict[int, str]


def columns(
    points: tuple[ChartPoint, ...], width: float, size: float = canvas.FONT_SIZE
) -> Columns:
    """Choose the names and the figures that fit; the latest ones always do."""
    slot = (width - 2 * SIDE) / len(points)
    latest = len(points) - 1
    wrapped = [canvas.wrap(p.label, slot - _APART, size) for p in points]
    if all(_fits(lines, slot, size) for lines in wrapped):
        names = dict(enumerate(wrapped))
    else:
        widest = max(canvas.width_of(p.label, size) for p in points)
        moved = max(widest / 2 + 2 - slot / 2 - SIDE, 0)  # the latest one, to stay in the picture
        step = math.ceil((widest + _APART + moved) / slot)
        kept = range(latest, -1, -step)
        names = {index: [points[index].label] for index in sorted(kept)}
    figures = {i: p.value_text for i, p in enumerate(points) if p.value is not None}
    figures |= {i: "none" for i, p in enumerate(points) if p.value is None}
    if any(canvas.width_of(text, size) + _APART > slot for text in figures.values()):
        there = [index for index, p in enumerate(points) if p.value is not None]
        figures = {index: figures[index] for index in there[-1:]}
    return Columns(slot, names, figures)


def _fits(lines: list[str], slot: float, size: float) -> bool:
    widest = max(canvas.width_of(line, size) for line in lines)
    return len(lines) <= _MOST_LINES and widest <= slot - _APART


def shift(text: str, centre: float, width: float, size: float = canvas.FONT_SIZE) -> float:
    """Say how far a text centred there must move so as to stay in the picture."""
    half = canvas.width_of(text, size) / 2 + 2
    return min(max(centre, half), width - half) - centre


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a column for each period; return the height and the elements."""
    points = chart.series[0].points
    laid = columns(points, width)
    bottom = HEIGHT - BOTTOM
    high = max((p.value for p in points if p.value is not None), default=0) or 1
    wide = min(laid.slot * COLUMN_SHARE, _WIDEST)
    body = [canvas.line(SIDE, bottom, width - SIDE, bottom, colour=theme.INK)]
    for index, p in enumerate(points):
        centre = SIDE + laid.slot * (index + 0.5)
        y: float = bottom
        if p.value is not None:
            y = bottom - max(p.value, 0) / high * (bottom - TOP)
            fill = theme.PAPER if p.signal == "provisional" else theme.OURS
            body.append(
                f'<rect x="{canvas.num(centre - wide / 2)}" y="{canvas.num(y)}" '
                f'width="{canvas.num(wide)}" height="{canvas.num(bottom - y)}" fill="{fill}" '
                f'stroke="{theme.OURS}" stroke-width="1.5"/>'
            )
        if text := laid.figures.get(index):
            colour = theme.INK if p.value is not None else theme.GREY
            is_last = index == len(points) - 1
            at = centre + shift(text, centre, width)
            words = canvas.text(at, y - 7, text, anchor="middle", bold=is_last, colour=colour)
            body.append(words)
        for row, line in enumerate(laid.names.get(index, [])):
            at = centre + shift(line, centre, width)
            below = bottom + 20 + row * canvas.LINE_HEIGHT
            body.append(canvas.text(at, below, line, anchor="middle"))
    return HEIGHT, body
