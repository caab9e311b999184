"""The time axis of a static chart: round dates that fit, counted in days, in no time zone."""

import datetime as dt
from collections.abc import Callable

from dashboards import theme, words
from dashboards.charts import canvas
from dashboards.charts.spec import Chart

_MOST_DATE_TICKS = 6
Scale = Callable[[float], float]


def date_axis(
    chart: Chart, dates: list[dt.date], x_of: Scale, left: float, right: float, bottom: float
) -> list[str]:
    """Label round dates; each point by its own label where it is a year and all fit."""
    own = [(p.period_start_date, p.label) for p in chart.series[0].points if p.period_start_date]
    widest = max(canvas.width_of(label) for _, label in own)
    if chart.period_word == "year" and len(own) * (widest + 12) <= right - left:
        marked = own
    else:
        marked = [
            (date, words.short_month_text(date)) for date in _round_dates(dates, right - left)
        ]
    body = []
    for date, label in marked:
        x = x_of(date.toordinal())
        half = canvas.width_of(label) / 2
        body.append(canvas.line(x, bottom, x, bottom + 5, colour=theme.INK))
        centre = min(max(x, left + half - 4), right - half + 8)
        body.append(canvas.text(centre, bottom + 22, label, anchor="middle"))
    return body


def _round_dates(dates: list[dt.date], width: float) -> list[dt.date]:
    """Choose months at a step of 1, 3, 6, 12 ... that leaves room for every label."""
    room = min(_MOST_DATE_TICKS, int(width // (canvas.width_of("Sep 2019") + 14)))
    first, last = dates[0], dates[-1]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in (1, 3, 6, 12, 24, 60, 120):
        found = [month for month in months if month % step == 0]
        if len(found) <= max(room, 2):
            return [dt.date(month // 12, month % 12 + 1, 1) for month in found] or [first]
    return [first]
