"""Amounts over a few periods: a column each, from zero, its figure above it."""

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.spec import Chart

HEIGHT = 320
_TOP, _BOTTOM = 26, 48
_WIDEST = 90
_FEWEST_ROOM = 6


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a column for each period; return the height and the elements."""
    points = chart.series[0].points
    bottom = HEIGHT - _BOTTOM
    high = max((p.value for p in points if p.value is not None), default=0) or 1
    slot = (width - 8) / len(points)
    column = min(slot * 0.62, _WIDEST)
    widest = max(canvas.width_of(p.value_text) for p in points if p.value is not None)
    shows_all = widest + _FEWEST_ROOM <= slot
    label_every = max(1, -(-int(max(canvas.width_of(p.label) for p in points) + 8) // int(slot)))
    label_every = 1 if all(len(canvas.wrap(p.label, slot)) <= 2 for p in points) else label_every
    body = [canvas.line(4, bottom, width - 4, bottom, colour=theme.INK)]
    for index, p in enumerate(points):
        centre = 4 + slot * (index + 0.5)
        is_last = index == len(points) - 1
        if p.value is not None:
            y = bottom - max(p.value, 0) / high * (bottom - _TOP)
            fill = theme.PAPER if p.signal == "provisional" else theme.OURS
            body.append(
                f'<rect x="{canvas.num(centre - column / 2)}" y="{canvas.num(y)}" '
                f'width="{canvas.num(column)}" height="{canvas.num(bottom - y)}" fill="{fill}" '
                f'stroke="{theme.OURS}" stroke-width="1.5"/>'
            )
            if shows_all or is_last:
                at = min(centre, width - canvas.width_of(p.value_text) / 2 - 2)
                body.append(canvas.text(at, y - 7, p.value_text, anchor="middle", bold=is_last))
        else:
            body.append(canvas.text(centre, bottom - 8, "none", anchor="middle", colour=theme.GREY))
        if (len(points) - 1 - index) % label_every == 0:
            lines = canvas.wrap(p.label, slot) if label_every == 1 else [p.label]
            for row, words in enumerate(lines[:2]):
                y = bottom + 20 + row * canvas.LINE_HEIGHT
                body.append(canvas.text(centre, y, words, anchor="middle"))
    return HEIGHT, body
