"""Parts side by side: a row each, greatest first, as dots with intervals or as bars from zero."""

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.spec import Chart, Point

_GAP = 14


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a ranked row for each part; return the height and the elements."""
    points = chart.series[0].points
    limit = width * 0.4
    labels = [canvas.wrap(p.label, limit) for p in points]
    left = max(canvas.width_of(one) for label in labels for one in label) + 12
    texts = [canvas.wrap(p.value_text, limit * 0.7) for p in points]
    right = width - max(canvas.width_of(one) for said in texts for one in said) * 1.06 - 16
    high = max((v for p in points for v in (p.value, p.upper) if v is not None), default=0) or 1
    body: list[str] = []
    y = 4.0
    for p, label, said in zip(points, labels, texts, strict=True):
        height = max(len(label), len(said)) * canvas.LINE_HEIGHT + _GAP
        middle = y + height / 2
        body += _lines(left - 10, middle, label, "end", bold=False)
        end = _row(body, chart, p, left, right, high, middle)
        body += _lines(end + 9, middle, said, "start", bold=p.value is not None)
        y += height
    body.append(canvas.line(left, 4, left, y, colour=theme.INK))
    return y + 6, body


def _row(
    body: list[str], chart: Chart, p: Point, left: float, right: float, high: float, y: float
) -> float:
    """Draw one row; return where its words may begin."""
    if p.value is None:
        return left
    x = left + max(p.value, 0) / high * (right - left)
    is_open = p.signal == "provisional"
    if chart.form == "bars":
        fill = theme.PAPER if is_open else theme.OURS
        body.append(
            f'<rect x="{canvas.num(left)}" y="{canvas.num(y - 9)}" width="{canvas.num(x - left)}" '
            f'height="18" fill="{fill}" stroke="{theme.OURS}" stroke-width="1.5"/>'
        )
        return x
    body.append(canvas.line(left, y, x, y, colour=theme.GRID))
    end = x
    if p.lower is not None and p.upper is not None:
        low, end = (left + max(v, 0) / high * (right - left) for v in (p.lower, p.upper))
        body.append(canvas.line(low, y, end, y, colour=theme.OURS, width=2))
        body += [
            canvas.line(edge, y - 5, edge, y + 5, colour=theme.OURS, width=2) for edge in (low, end)
        ]
    body.append(canvas.mark(x, y, p.signal, theme.OURS, is_above=True, radius=5.5))
    return max(end, x + 4)


def _lines(x: float, middle: float, lines: list[str], anchor: str, *, bold: bool) -> list[str]:
    first = middle + 5 - (len(lines) - 1) * canvas.LINE_HEIGHT / 2
    return [
        canvas.text(x, first + index * canvas.LINE_HEIGHT, line, anchor=anchor, bold=bold)
        for index, line in enumerate(lines)
    ]
