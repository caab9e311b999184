"""The time axis of a trend: round dates that fit, counted in days, in no time zone."""

import datetime as dt

from dashboards import words
from dashboards.charts import canvas
from dashboards.charts.spec import Chart

_MOST_DATE_TICKS = 6
_APART = 14  # pixels between two labels


def date_ticks(
    chart: Chart, days: list[dt.date], width: float, size: float = canvas.FONT_SIZE
) -> list[tuple[dt.date, str]]:
    """Label round dates; each point by its own label where it is a year and all fit."""
    own = [(p.period_start_date, p.label) for p in chart.series[0].points if p.period_start_date]
    widest = max(canvas.width_of(label, size) for _, label in own)
    if chart.period_word == "year" and len(own) * (widest + _APART) <= width:
        return own
    if chart.period_word == "year":
        return _some(own, int(width // (widest + _APART)))
    return [(date, words.short_month_text(date)) for date in _round_dates(days, width, size)]


def _some(own: list[tuple[dt.date, str]], room: int) -> list[tuple[dt.date, str]]:
    """Keep every second, third ... label, the latest among them."""
    step = -(-len(own) // max(room, 1))
    return own[::-1][::step][::-1]


def _round_dates(dates: list[dt.date], width: float, size: float) -> list[dt.date]:
    """Choose months at a step of 1, 3, 6, 12 ... that leaves room for every label."""
    room = min(_MOST_DATE_TICKS, int(width // (canvas.width_of("Sep 2019", size) + _APART)))
    first, last = dates[0], dates[-1]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in (1, 3, 6, 12, 24, 60, 120):
        found = [month for month in months if month % step == 0]
        if len(found) <= max(room, 1):
            return [dt.date(month // 12, month % 12 + 1, 1) for month in found] or [first]
    return [first]
