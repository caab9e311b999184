"""A chart as plotly draws it: a plain dictionary with the figures of the static picture."""

from html import escape
from typing import Any

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.columns import BOTTOM, COLUMN_SHARE, HEIGHT, SIDE, TOP, columns, shift
from dashboards.charts.figure_trend import FONT, said, trend, trend_layout
from dashboards.charts.rows import highest, rows
from dashboards.charts.spec import Chart, ChartPoint

Dict = dict[str, Any]
# The texts are planned for the least width of each of two kinds of window, so that they never touch.
NARROWEST, WIDE_FROM = 262, 560
_SMALL_TEXT = 13
_MARGINS = {"t": 8, "b": 8}


def plotly_figure(chart: Chart) -> Dict:
    """Turn a chart into plotly's data, layouts and config; titles stay in the page.

    `narrow` is what of the layout differs where the chart is narrower than `wide_from`.
    """
    if chart.form == "trend":
        data, lay_out = trend(chart), trend_layout
    elif chart.is_over_time:
        data, lay_out = _columns(chart), _columns_layout
    else:
        data, lay_out = _rows(chart), _rows_layout
    shared = {
        "font": FONT,
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": theme.PAPER, "bordercolor": theme.INK, "font": FONT},
    }
    small = {"font": FONT | {"size": _SMALL_TEXT}}
    return {
        "data": data,
        "layout": shared | lay_out(chart, WIDE_FROM, canvas.FONT_SIZE),
        "narrow": small | lay_out(chart, NARROWEST, _SMALL_TEXT),
        "wide_from": WIDE_FROM,
        "config": {"displayModeBar": False, "showTips": False},
    }


def _columns(chart: Chart) -> list[Dict]:
    points = chart.series[0].points
    hollow = [p.signal == "provisional" for p in points]
    return [
        {
            "type": "bar",
            "x": list(range(len(points))),
            "y": [p.value for p in points],
            "width": COLUMN_SHARE,
            "cliponaxis": False,
            "customdata": [said(p) for p in points],
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {
                "color": [theme.PAPER if is_hollow else theme.OURS for is_hollow in hollow],
                "line": {"color": theme.OURS, "width": 1.5},
            },
        }
    ]


def _columns_layout(chart: Chart, width: float, size: float) -> Dict:
    points = chart.series[0].points
    laid = columns(points, width, size)
    latest = len(points) - 1

    def words(index: int, text: str, lines: list[str], **where: Any) -> Dict:
        centre = SIDE + laid.slot * (index + 0.5)
        moved = max((shift(line, centre, width, size) for line in lines), key=abs)
        return {"text": text, "x": index, "xshift": round(moved), "borderpad": 2} | where

    said_of = [
        words(index, escape(text), [text], y=points[index].value or 0, yanchor="bottom")
        | {"font": _figure_font(points[index], size, is_bold=index == latest), "showarrow": False}
        for index, text in laid.figures.items()
    ]
    said_of += [
        words(index, _said(lines), lines, y=0, yshift=-4, yanchor="top")
        | {"font": FONT | {"size": size}, "showarrow": False}
        for index, lines in laid.names.items()
    ]
    axis = {"range": [-0.5, latest + 0.5], "showgrid": False, "zeroline": False}
    return {
        "height": HEIGHT,
        "margin": {"l": SIDE, "r": SIDE, "t": TOP, "b": BOTTOM},
        "annotations": said_of,
        "xaxis": axis | {"showticklabels": False, "linecolor": theme.INK, "fixedrange": True},
        "yaxis": {"visible": False, "range": [0, highest(points)], "fixedrange": True},
    }


def _figure_font(p: ChartPoint, size: float, *, is_bold: bool) -> Dict:
    colour = theme.GREY if p.value is None else theme.INK
    return FONT | {"size": size, "color": colour} | ({"weight": "bold"} if is_bold else {})


def _rows(chart: Chart) -> list[Dict]:
    points = chart.series[0].points
    marks: Dict = {
        "y": list(range(len(points))),
        "x": [p.value for p in points],
        "cliponaxis": False,
        "customdata": [said(p) for p in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    is_open = [p.signal == "provisional" for p in points]
    if chart.form == "bars":
        fills = [theme.PAPER if is_hollow else theme.OURS for is_hollow in is_open]
        edge = {"color": theme.OURS, "width": 1.5}
        marks |= {"type": "bar", "orientation": "h", "width": 0.5}
        marks |= {"marker": {"color": fills, "line": edge}}
    else:
        shapes = ["circle-open" if is_hollow else "circle" for is_hollow in is_open]
        edge = {"width": [2.2 if is_hollow else 0 for is_hollow in is_open]}
        marks |= {"type": "scatter", "mode": "markers"}
        marks |= {
            "marker": {
                "color": theme.OURS,
                "size": 11,
                "opacity": 1,
                "symbol": shapes,
                "line": edge,
            }
        }
    if any(p.upper is not None for p in points):
        marks |= {"error_x": _intervals(points)}
    return [marks]


def _rows_layout(chart: Chart, width: float, size: float) -> Dict:
    """Give each row the same height, that of the one with the most lines."""
    points = chart.series[0].points
    laid = rows(points, width, size)
    figures = [
        {
            "y": index,
            "x": (p.upper if p.upper is not None else p.value) or 0,
            "text": _said(laid.figures[index]),
            "font": FONT | {"size": size} | ({"weight": "bold"} if p.value is not None else {}),
            "xshift": 11,
            "xanchor": "left",
            "align": "left",
            "bgcolor": theme.PAPER,
            "borderpad": 0,
            "showarrow": False,
        }
        for index, p in enumerate(points)
    ]
    high = max(laid.height(index, size * 1.2) for index in range(len(points)))
    return {
        "height": round(high * len(points)) + 16,
        "margin": _MARGINS | {"l": round(laid.left), "r": round(width - laid.right)},
        "annotations": figures,
        "xaxis": {"visible": False, "range": [0, highest(points)], "fixedrange": True},
        "yaxis": {"range": [len(points) - 0.5, -0.5], "gridcolor": theme.GRID, "zeroline": False}
        | {"showgrid": chart.form == "dots"}
        | {"tickvals": list(range(len(points))), "ticktext": [_said(n) for n in laid.names]}
        | {"fixedrange": True, "ticklabelstandoff": 8},
    }


def _said(lines: list[str]) -> str:
    return "<br>".join(map(escape, lines))


def _intervals(points: tuple[ChartPoint, ...]) -> Dict:
    up = [(p.upper or 0) - (p.value or 0) if p.upper is not None else 0 for p in points]
    down = [(p.value or 0) - (p.lower or 0) if p.lower is not None else 0 for p in points]
    both = {"array": up, "arrayminus": down, "symmetric": False, "type": "data"}
    return both | {"color": theme.OURS, "thickness": 2, "width": 5}
