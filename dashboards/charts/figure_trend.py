"""A trend as plotly draws it: the line, its marks, its limits, its events and its words."""

import datetime as dt
from html import escape
from itertools import groupby
from statistics import fmean
from typing import Any

from dashboards import theme
from dashboards.charts import canvas
from dashboards.charts.spec import Chart, Point, Series
from dashboards.charts.trend_words import centre_of, run_text

Dict = dict[str, Any]
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 15, "color": theme.INK}
_FEW = 8  # labels of this many points fit side by side
OPEN = {"provisional": "provisional", "immature": "too early to judge"}
_DASH = ("solid", "longdash", "dot", "longdashdot")


def said(p: Point) -> str:
    """Say a point in the box that opens over it."""
    note = {"provisional": f" ({OPEN.get(p.state, 'provisional')})", "none": ""}.get(
        p.signal, f" ({p.signal})"
    )
    between = ""
    if p.lower is not None and p.upper is not None:
        between = f"<br>95% interval {p.lower:,.1f} to {p.upper:,.1f}"
    return f"{escape(p.value_text)}{note}<br>{escape(p.label)}{between}"


def trend(chart: Chart) -> tuple[list[Dict], Dict]:
    """Return the traces and the layout of a trend."""
    data = _levels(chart)
    annotations, shapes = _events(chart)
    if chart.target is not None:
        shapes.append(_target(chart.target))
        annotations.append(_target_label(chart.target))
    for index, series in enumerate(chart.series):
        data += _stretches(chart, series, index) if chart.breaks else []
        data.append(_line(chart, series, index))
        annotations += _run_labels(chart, series)
    annotations += _end_labels(chart)
    widest = max((canvas.width_of(a["text"]) for a in annotations if a.get("name")), default=0)
    layout = {
        "height": 340,
        "margin": {"l": 8, "r": widest * 1.05 + 14, "t": 16 + 20 * len(chart.events), "b": 34},
        "xaxis": _date_axis(chart),
        "yaxis": _value_axis(chart),
        "annotations": annotations,
        "shapes": shapes,
    }
    return data, layout


def _date_axis(chart: Chart) -> Dict:
    points = [p for p in chart.series[0].points if p.period_start_date]
    dates = sorted(p.period_start_date for p in points if p.period_start_date)
    first, pad = dates[0], max((dates[-1] - dates[0]).days * 0.02, 1)
    edges = [dates[0] - dt.timedelta(days=pad), dates[-1] + dt.timedelta(days=pad)]
    axis = {"type": "date", "tickformat": "%b %Y", "nticks": 6, "showgrid": False}
    axis |= {"linecolor": theme.INK, "ticks": "outside", "automargin": True, "fixedrange": True}
    axis |= {"range": [edge.isoformat() for edge in edges], "tickangle": 0}
    if chart.period_word == "year" and len(points) <= _FEW:
        marked = [p.period_start_date.isoformat() for p in points if p.period_start_date]
        return axis | {"tickvals": marked, "ticktext": [escape(p.label) for p in points]}
    if chart.period_word == "quarter" and len(points) <= _FEW:
        return axis | {"tick0": first.isoformat(), "dtick": "M3"}
    return axis


def _value_axis(chart: Chart) -> Dict:
    """Take the same round values as the static picture."""
    steps = canvas.value_ticks(chart)
    return {
        "range": [steps[0], steps[-1]],
        "tickvals": steps,
        "ticktext": canvas.tick_texts(steps, chart.unit_text),
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.INK,
        "automargin": True,
        "fixedrange": True,
    }


def _target(value: float) -> Dict:
    line = {"color": theme.PINK, "width": 1.5, "dash": "dot"}
    across = {"x0": 0, "x1": 1, "xref": "paper", "y0": value, "y1": value}
    return {"type": "line", "line": line} | across


def _target_label(value: float) -> Dict:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": value, "yanchor": "bottom"}
    return place | {"text": "target", "font": FONT | {"color": theme.PINK}, "showarrow": False}


def _line(chart: Chart, series: Series, index: int) -> Dict:
    colour = theme.GREY if series.role == "comparator" else theme.LINES[index % 4][0]
    centre, points = centre_of(chart, series), series.points
    return {
        "type": "scatter",
        "mode": "markers" if chart.breaks else "lines+markers",
        "name": series.name,
        "x": [p.period_start_date.isoformat() if p.period_start_date else None for p in points],
        "y": [p.value for p in points],
        "customdata": [said(p) for p in points],
        "hovertemplate": "%{customdata}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.5, "dash": _DASH[index % 4]},
        "marker": {
            "symbol": [_symbol(p, centre) for p in points],
            "color": [theme.SIGNAL_COLOUR.get(p.signal, colour) for p in points],
            "size": [11 if p.signal != "none" else 8 for p in points],
            "opacity": 1,
            "line": {"width": [2.2 if p.signal == "provisional" else 0 for p in points]},
        },
    }


def _stretches(chart: Chart, series: Series, index: int) -> list[Dict]:
    """Draw the line of each stretch by itself, so that none runs across a break."""
    colour = theme.GREY if series.role == "comparator" else theme.LINES[index % 4][0]
    line = {"color": colour, "width": 2.5, "dash": _DASH[index % 4]}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [p.period_start_date.isoformat() for p in stretch if p.period_start_date],
            "y": [p.value for p in stretch],
            "hoverinfo": "skip",
            "line": line,
        }
        for stretch in chart.stretches(series)
    ]


def _symbol(p: Point, centre: float) -> str:
    if p.signal in {"improving", "concern"}:
        return "triangle-up" if (p.value or 0.0) >= centre else "triangle-down"
    return {"shift": "diamond", "provisional": "circle-open"}.get(p.signal, "circle")


def _levels(chart: Chart) -> list[Dict]:
    data: list[Dict] = []
    for level in chart.levels:
        for value, dash in ((level.mean, "solid"), (level.lower, "dash"), (level.upper, "dash")):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [level.start.isoformat(), level.end.isoformat()],
                    "y": [value, value],
                    "hoverinfo": "skip",
                    "line": {"color": theme.GREY, "width": 1.4, "dash": dash},
                }
            )
    return data


def _events(chart: Chart) -> tuple[list[Dict], list[Dict]]:
    """Write each event above the plot, a row each, on the side of its line that has more room."""
    dates = [p.period_start_date for s in chart.series for p in s.points if p.period_start_date]
    annotations, shapes = [], []
    for row, event in enumerate(chart.events):
        late = (event.date - min(dates)) * 2 > max(dates) - min(dates)
        annotations.append(
            {
                "x": event.date.isoformat(),
                "y": 1,
                "yref": "paper",
                "yshift": 2 + 20 * row,
                "yanchor": "bottom",
                "xanchor": "right" if late else "left",
                "text": escape(event.text),
                "showarrow": False,
            }
        )
        shapes.append(
            {
                "type": "line",
                "x0": event.date.isoformat(),
                "x1": event.date.isoformat(),
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": theme.INK, "width": 1, "dash": "dot"},
            }
        )
    return annotations, shapes


def _run_labels(chart: Chart, series: Series) -> list[Dict]:
    found: list[Dict] = []
    there = [p for p in series.points if p.value is not None]
    centre = centre_of(chart, series)
    for signal, run in groupby(there, key=lambda p: p.signal):
        points = list(run)
        if signal not in theme.SIGNAL_COLOUR:
            continue
        above = fmean(p.value or 0.0 for p in points) >= centre
        edges = [p.value or 0.0 for p in points]
        edges += [level.upper if above else level.lower for level in chart.levels[-1:]]
        middle = points[len(points) // 2].period_start_date
        found.append(
            {
                "x": middle.isoformat() if middle else None,
                "y": max(edges) if above else min(edges),
                "yshift": 14 if above else -16,
                "text": run_text(signal, len(points), chart.period_word),
                "font": FONT | {"color": theme.SIGNAL_COLOUR[signal]},
                "bgcolor": theme.PAPER,
                "showarrow": False,
            }
        )
    return found


def _end_labels(chart: Chart) -> list[Dict]:
    found = []
    for index, series in enumerate(chart.series):
        there = [p for p in series.points if p.value is not None]
        if not there or there[-1].period_start_date is None:
            continue
        last = there[-1]
        colour = theme.GREY if series.role == "comparator" else theme.LINES[index % 4][0]
        text = last.value_text if len(chart.series) == 1 else f"{series.name} {last.value_text}"
        found.append(
            {
                "name": "end",
                "x": last.period_start_date.isoformat() if last.period_start_date else None,
                "y": last.value,
                "xshift": 9,
                "xanchor": "left",
                "text": escape(text),
                "font": FONT | {"color": colour, "weight": "bold"},
                "showarrow": False,
            }
        )
    return found + _limit_labels(chart)


def _limit_labels(chart: Chart) -> list[Dict]:
    """Name the limits at their end, unless the latest figure stands there."""
    steps = canvas.value_ticks(chart)
    near = (steps[-1] - steps[0]) * 0.07
    latest = [[p.value for p in s.points if p.value is not None][-1:] for s in chart.series]
    return [
        {
            "name": "limit",
            "x": level.end.isoformat(),
            "y": value,
            "xshift": 9,
            "xanchor": "left",
            "text": name,
            "font": FONT | {"color": theme.GREY},
            "showarrow": False,
        }
        for level in chart.levels[-1:]
        for value, name in ((level.upper, "upper limit"), (level.lower, "lower limit"))
        if all(abs(value - other) > near for ends in latest for other in ends)
    ]
