"""A chart as plotly draws it: a plain dictionary with the figures of the static picture."""

from html import escape
from typing import Any

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.figure_trend import FONT, said, trend
from dashboards.charts.spec import Chart, Point

Dict = dict[str, Any]
_ROW_HEIGHT = 34
_MOST_NAMES = 9  # of columns side by side


def plotly_figure(chart: Chart) -> Dict:
    """Turn a chart into plotly's data, layout and config; titles stay in the page."""
    if chart.form == "trend":
        data, layout = trend(chart)
    elif chart.is_over_time:
        data, layout = _columns(chart)
    else:
        data, layout = _rows(chart)
    shared = {
        "font": FONT,
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": theme.PAPER, "bordercolor": theme.INK, "font": FONT},
    }
    return {
        "data": data,
        "layout": shared | layout,
        "config": {"displayModeBar": False, "responsive": True, "showTips": False},
    }


def _columns(chart: Chart) -> tuple[list[Dict], Dict]:
    points = chart.series[0].points
    hollow = [p.signal == "provisional" for p in points]
    bars = {
        "type": "bar",
        "x": ["<br>".join(map(escape, canvas.wrap(p.label, 62))) for p in points],
        "y": [p.value for p in points],
        "text": [p.value_text if p.value is not None else "" for p in points],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [said(p) for p in points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {
            "color": [theme.PAPER if is_hollow else theme.OURS for is_hollow in hollow],
            "line": {"color": theme.OURS, "width": 1.5},
        },
    }
    layout = {
        "height": 320,
        "margin": {"l": 4, "r": 4, "t": 26, "b": 40},
        "bargap": 0.38,
        "uniformtext": {"minsize": 11, "mode": "hide"},  # none rather than too small to read
        "xaxis": {"type": "category", "linecolor": theme.INK, "automargin": True}
        | {"tickangle": 0, "nticks": _MOST_NAMES, "fixedrange": True},
        "yaxis": {"visible": False, "rangemode": "tozero"},
    }
    return [bars], layout


def _rows(chart: Chart) -> tuple[list[Dict], Dict]:
    points = chart.series[0].points
    names = ["<br>".join(map(escape, canvas.wrap(p.label, 190))) for p in points]
    texts = [escape(p.value_text) for p in points]
    marks: Dict = {
        "y": names,
        "x": [p.value for p in points],
        "cliponaxis": False,
        "customdata": [said(p) for p in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    if chart.form == "bars":
        marks |= {"type": "bar", "orientation": "h", "marker": {"color": theme.OURS}}
    else:
        marks |= {"type": "scatter", "mode": "markers"}
        marks |= {"marker": {"color": theme.OURS, "size": 11, "opacity": 1}}
    if any(p.upper is not None for p in points):
        marks |= {"error_x": _intervals(points)}
    labels = [
        {
            "y": name,
            "x": p.upper if p.upper is not None else p.value or 0,
            "text": text,
            "xshift": 11,
            "xanchor": "left",
            "showarrow": False,
        }
        for p, name, text in zip(points, names, texts, strict=True)
    ]
    widest = max((canvas.width_of(text) for text in texts), default=0)
    high = max((v for p in points for v in (p.value, p.upper) if v is not None), default=1) or 1
    lines = max(name.count("<br>") + 1 for name in names)
    layout = {
        "height": (_ROW_HEIGHT + 18 * (lines - 1)) * len(points) + 24,
        "margin": {"l": 8, "r": min(widest, 150) + 18, "t": 8, "b": 8},
        "annotations": labels,
        "xaxis": {"visible": False, "range": [0, high * 1.02], "fixedrange": True},
        "yaxis": {"range": [len(points) - 0.4, -0.6], "automargin": True, "gridcolor": theme.GRID}
        | {"type": "category", "fixedrange": True, "ticklabelstandoff": 8},
    }
    return [marks], layout


def _intervals(points: tuple[Point, ...]) -> Dict:
    up = [(p.upper or 0) - (p.value or 0) if p.upper is not None else 0 for p in points]
    down = [(p.value or 0) - (p.lower or 0) if p.lower is not None else 0 for p in points]
    both = {"array": up, "arrayminus": down, "symmetric": False, "type": "data"}
    return both | {"color": theme.OURS, "thickness": 2, "width": 5}
