"""What templates may call: dates in words, charts as pictures and as data, and nothing else."""

import datetime as dt
import json
from typing import Any

from markupsafe import Markup, escape

from dashboards import words
from dashboards.charts.figure import plotly_figure
from dashboards.charts.figure_trend import OPEN
from dashboards.charts.spec import Chart
from dashboards.charts.svg import svg

_XMLNS = ' xmlns="http://www.w3.org/2000/svg"'


def date(value: dt.date | dt.datetime | None) -> str:
    """Say a date; nothing known is said so."""
    return words.date_text(value) if value else "not known"


def sentence(text: str) -> str:
    """Begin a text with a capital, as a sentence does."""
    return text[:1].upper() + text[1:]


def inner(text: str) -> str:
    """Write a name as it stands inside a sentence: no capital, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def breakable(name: str) -> Markup:
    """Let a long file or table name break after its slashes, dots and underscores."""
    text = str(escape(name))
    for mark in "/_.":
        text = text.replace(mark, f"{mark}<wbr>")
    return Markup(text)


def picture(chart: Chart, width: int) -> Markup:
    """Draw a chart inside the page, where a name space of its own is not needed."""
    return Markup(svg(chart, width).replace(_XMLNS, "", 1))


def figure(chart: Chart) -> Markup:
    """Write a chart as data that no text inside can end early."""
    text = json.dumps(plotly_figure(chart), separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def open_points(chart: Chart) -> str:
    """Say what the open marks of a chart are; empty where it has none."""
    states = {p.state for s in chart.series for p in s.points if p.signal == "provisional"}
    kinds = [meaning for state, meaning in OPEN.items() if state in states]
    mark = "points" if chart.form != "bars" else "bars"
    return f"Open {mark} are {words.list_text(kinds)}." if kinds else ""


FILTERS: dict[str, Any] = {
    "date": date,
    "sentence": sentence,
    "inner": inner,
    "breakable": breakable,
    "picture": picture,
    "figure": figure,
}
