"""Parts side by side: a row each, greatest first, as dots with intervals or as bars from zero."""

from dataclasses import dataclass

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.spec import Chart, ChartPoint

GAP = 14
_NAMES, _FIGURES = 0.4, 0.28  # of the width, that names and figures may take at most


@dataclass(frozen=True)
class Rows:
    """How the texts of rows fit a width: their lines, and where the marks begin and end."""

    names: list[list[str]]
    figures: list[list[str]]
    left: float
    right: float

    def height(self, index: int, line: float) -> float:
        """Return how high a row is."""
        return max(len(self.names[index]), len(self.figures[index])) * line + GAP


def rows(points: tuple[ChartPoint, ...], width: float, size: float = canvas.FONT_SIZE) -> Rows:
    """Break names and figures into lines, so that the marks keep a third of the width."""
    names = [canvas.wrap(p.label, width * _NAMES, size) for p in points]
    figures = [canvas.wrap(p.value_text, width * _FIGURES, size) for p in points]
    left = max(canvas.width_of(line, size) for lines in names for line in lines) + 12
    widest = max(canvas.width_of(line, size) for lines in figures for line in lines)
    return Rows(names, figures, left, width - widest * 1.06 - 16)


def highest(points: tuple[ChartPoint, ...]) -> float:
    """Return the value at which the marks end."""
    return max((v for p in points for v in (p.value, p.upper) if v is not None), default=0) or 1


def draw(chart: Chart, width: float) -> tuple[float, list[str]]:
    """Draw a ranked row for each part; return the height and the elements."""
    points = chart.series[0].points
    laid, high = rows(points, width), highest(points)
    body: list[str] = []
    y = 4.0
    for index, p in enumerate(points):
        height = laid.height(index, canvas.LINE_HEIGHT)
        middle = y + height / 2
        body += _lines(laid.left - 10, middle, laid.names[index], "end", bold=False)
        end = _row(body, chart, p, laid, high, middle)
        body += _lines(end + 9, middle, laid.figures[index], "start", bold=p.value is not None)
        y += height
    body.append(canvas.line(laid.left, 4, laid.left, y, colour=theme.INK))
    return y + 6, body


def _row(body: list[str], chart: Chart, p: ChartPoint, laid: Rows, high: float, y: float) -> float:
    """Draw one row; return where its words may begin."""
    left, wide = laid.left, laid.right - laid.left
    if p.value is None:
        return left
    x = left + max(p.value, 0) / high * wide
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
        low, end = (left + max(v, 0) / high * wide for v in (p.lower, p.upper))
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
