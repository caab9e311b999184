"""One measure in several areas side by side: small multiples on shared axes, and their table."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboards import tables, words
from dashboards.charts import make, multiples
from dashboards.charts.spec import Series
from dashboards.pages.reader import Reader
from snapshot.published import Published, Row

MOST_PANELS = 24


@dataclass(frozen=True)
class Panel:
    """One area's small picture."""

    area_code: str
    name: str
    picture: Markup
    latest: str
    is_here: bool


def trends(
    reader: Reader, metric_id: str, codes: list[str], here: str | None = None
) -> dict[str, Any] | None:
    """Gather one measure's trends in some areas; None where too few points stand to be seen.

    The length of period is that of the measure's own page; the force area, where it has figures,
    is the grey line behind each.
    """
    published = reader.published
    metric = published.metrics[metric_id]
    period_type = _period_type(published, metric_id, codes)
    if period_type is None:
        return None
    force = published.snapshot["force_code"]
    rows = published.observations(metric_id, period_type, [*codes, force], totals=True)
    by_area = {code: [row for row in rows if row["area_code"] == code] for code in (*codes, force)}
    series = {
        code: make.series_over_time(metric, mine, None)[0] for code, mine in by_area.items() if mine
    }
    shown = [code for code in codes if code in series][:MOST_PANELS]
    every = list(series.values())
    axes = multiples.axes_of(
        every, words.unit_text(metric), from_zero=make.starts_at_zero(metric, "trend", tuple(every))
    )
    if axes is None or not shown:
        return None
    behind = series.get(force) if force not in shown else None
    return {
        "metric": metric,
        "period_word": make.PERIOD_WORD.get(period_type, "period"),
        "panels": [
            _panel(published, code, series[code], behind, axes, is_here=code == here)
            for code in shown
        ],
        "whole": published.snapshot["force_name"] if behind else None,
        "has_open": any(p.signal == "provisional" for s in series.values() for p in s.points[-1:]),
        "starts_at_zero": axes.steps[0] == 0,
        "table": _table(metric, [*(series[code] for code in shown), *([behind] if behind else [])]),
    }


def _period_type(published: Published, metric_id: str, codes: list[str]) -> str | None:
    """Choose the shortest length of period that most of the areas have figures of."""
    counts: dict[str, int] = {}
    for row in published.series_of(metric_id):
        if row["area_code"] in codes and row["is_total"] and row["figures"]:
            counts[row["period_type"]] = counts.get(row["period_type"], 0) + 1
    ranked = [name for name in make.PERIOD_WORD if name in counts]
    return max(ranked, key=lambda name: counts[name]) if ranked else None


def _panel(
    published: Published,
    code: str,
    series: Series,
    behind: Series | None,
    axes: multiples.Axes,
    *,
    is_here: bool,
) -> Panel:
    there = [p for p in series.points if p.value is not None]
    latest = f"{there[-1].value_text}, {there[-1].label}" if there else words.NO_FIGURE
    name = published.area_name(published.areas[code]) if code in published.areas else code
    summary = f"{name}: latest {latest}."
    if behind is not None:
        summary += " The grey dashed line is the force area."
    picture = multiples.draw(series, behind, axes, name, summary)
    return Panel(code, name, Markup(picture), latest, is_here)


def _table(metric: Row, series: list[Series]) -> tables.Table:
    """Lay the same figures out by period, the latest first, a column for each area."""
    dates = sorted({p.period_start_date for s in series for p in s.points if p.period_start_date})
    labels = {p.period_start_date: p.label for s in series for p in s.points}
    of = [{p.period_start_date: p for p in s.points} for s in series]
    body = []
    for date in reversed(dates):
        cells = [
            words.cell_text(one[date].value if date in one else None, metric["unit"]) for one in of
        ]
        body.append((labels[date], *cells))
    return tables.Table(("Period", *(s.name for s in series)), tuple(body), len(series))
