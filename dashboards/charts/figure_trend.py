"""A trend as plotly draws it: the line, its marks, its limits, its events and its words."""

import datetime as dt
from html import escape
from typing import Any

from dashboards import theme
from dashboards.charts.frame import INSET, Frame, Words
from dashboards.charts.spec import Chart, ChartPoint, Series
from dashboards.charts.trend_plan import HEIGHT, TrendLayout, centre_of, line_of, plan

Dict = dict[str, Any]
FONT = {"family": "Arial, Helvetica, sans-serif", "size": 15, "color": theme.INK}
OPEN = {"provisional": "provisional", "immature": "too early to judge"}
_DASH = ("solid", "longdash", "dot", "longdashdot")
_ANCHOR = {"start": "left", "middle": "center", "end": "right"}
_MIDDLE = 0.34  # of the size of a text, from its baseline to its middle


def said(p: ChartPoint) -> str:
    """Say a point in the box that opens over it."""
    note = {"provisional": f" ({OPEN.get(p.state, 'provisional')})", "none": ""}.get(
        p.signal, f" ({p.signal})"
    )
    between = ""
    if p.lower is not None and p.upper is not None:
        between = f"<br>95% interval {p.lower:,.1f} to {p.upper:,.1f}"
    return f"{escape(p.value_text)}{note}<br>{escape(p.label)}{between}"


def trend(chart: Chart) -> list[Dict]:
    """Return the traces of a trend."""
    data = _levels(chart)
    for index, series in enumerate(chart.series):
        data += _stretches(chart, series, index) if chart.breaks else []
        data.append(_line(chart, series, index))
    return data


def trend_layout(chart: Chart, width: float, size: float) -> Dict:
    """Return the layout of a trend that is at least so wide, with the words of the picture."""
    laid = plan(chart, width, size)
    frame = laid.frame
    shapes = [] if chart.target is None else [_target(chart.target)]
    shapes += [
        _event(event.date, top, frame)
        for event, top in zip(chart.events, laid.event_tops, strict=True)
    ]
    return {
        "height": HEIGHT,
        "margin": {
            "l": round(frame.left + INSET),
            "r": round(width - frame.right + INSET),
            "t": round(frame.top),
            "b": round(HEIGHT - frame.bottom),
        },
        "xaxis": _date_axis(laid),
        "yaxis": _value_axis(laid),
        "annotations": [_annotation(word, frame) for word in laid.words],
        "shapes": shapes,
    }


def _annotation(word: Words, frame: Frame) -> Dict:
    """Put a planned text beside the day and the value it belongs to, as far away as planned."""
    font = {"color": word.colour, "size": frame.size} | ({"weight": "bold"} if word.is_bold else {})
    annotation = {
        "text": escape(word.text),
        "x": dt.date.fromordinal(round(word.day)).isoformat(),
        "xshift": round(word.x - frame.x_of(round(word.day))),
        "xanchor": _ANCHOR[word.anchor],
        "y": word.value,
        "yshift": round(frame.y_of(word.value) - word.y + _MIDDLE * frame.size),
        "yanchor": "middle",
        "font": FONT | font,
        "borderpad": 0,
        "showarrow": False,
    }
    return annotation | ({"bgcolor": theme.PAPER} if word.is_boxed else {})


def _date_axis(laid: TrendLayout) -> Dict:
    frame = laid.frame
    ends = [dt.date.fromordinal(int(day)).isoformat() for day in (frame.first, frame.last)]
    if ends[0] == ends[1]:
        ends[1] = dt.date.fromordinal(int(frame.last) + 1).isoformat()
    axis = {"type": "date", "range": ends, "showgrid": False, "fixedrange": True, "tickangle": 0}
    axis |= {"tickvals": [date.isoformat() for date, _ in laid.dates]}
    axis |= {"ticktext": [escape(label) for _, label in laid.dates]}
    return axis | {"linecolor": theme.INK, "ticks": "outside", "zeroline": False}


def _value_axis(laid: TrendLayout) -> Dict:
    """Take the same round values as the static picture."""
    return {
        "range": [laid.steps[0], laid.steps[-1]],
        "tickvals": laid.steps,
        "ticktext": laid.step_texts,
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.INK,
        "ticklabelstandoff": INSET,
        "fixedrange": True,
    }


def _target(value: float) -> Dict:
    line = {"color": theme.PINK, "width": 1.5, "dash": "dot"}
    across = {"x0": 0, "x1": 1, "xref": "paper", "y0": value, "y1": value}
    return {"type": "line", "line": line} | across


def _event(date: dt.date, top: float, frame: Frame) -> Dict:
    """Draw the line of an event from its words down to the axis."""
    day = date.isoformat()
    high = (frame.bottom - top) / (frame.bottom - frame.top)
    line = {"color": theme.INK, "width": 1, "dash": "dot"}
    return {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": round(high, 3),
        "yref": "paper",
        "line": line,
    }


def _line(chart: Chart, series: Series, index: int) -> Dict:
    colour, _ = line_of(series, index)
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
    line = {"color": line_of(series, index)[0], "width": 2.5, "dash": _DASH[index % 4]}
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


def _symbol(p: ChartPoint, centre: float) -> str:
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
