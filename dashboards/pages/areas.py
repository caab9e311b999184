"""Area pages: what the measures say of one partnership, one district or the whole force area.

A measure in several areas stands side by side: small multiples on shared axes, and their table.
"""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dashboards import tables, words
from dashboards.charts import make, multiples
from dashboards.charts.spec import Series
from dashboards.measures import Measure
from dashboards.pages import area_map
from dashboards.pages.across import KIND, kind_of
from dashboards.pages.reader import Reader
from dashboards.selection import lies_in
from dashboards.web.pages import Pages
from snapshot.published import Published, Row

areas = Pages("areas")
MOST_PANELS = 24
_KINDS = ("force", "csp", "district", "county")


def inside(published: Published) -> dict[str, Row]:
    """Return the office's own force area and what lies in it, by code."""
    force = published.snapshot["force_code"]
    mine = {}
    for code, row in published.areas.items():
        if row["area_type"] in _KINDS and lies_in(published, code, force):
            mine[code] = row
    return mine


@areas.page("/areas", "areas.html", "Areas", asks=("measure", "period"))
def listing(reader: Reader, measure: str = "", period: str = "") -> dict[str, Any] | None:
    """Gather the map of a rate and the areas by kind, each with how many measures have a figure.

    None for a measure that no map can show, or a length of period it has not.
    """
    published = reader.published
    mine = inside(published)
    rates = area_map.choices(reader, mine)
    metric_id = measure or next(iter(rates), None)
    shown: dict[str, Any] = {"rate": None, "trends": None, "rates": [], "periods": []}
    if metric_id is not None:
        if metric_id not in rates:
            return None
        choice = rates[metric_id]
        period_type = period or next(iter(choice.periods))
        if period_type not in choice.periods:
            return None
        rate = area_map.rate(reader, mine, choice, period_type)
        codes = [line.area_code for line in rate["lines"]]
        shown = {
            "rate": rate,
            "trends": trends(reader, metric_id, codes),
            "rates": [published.metrics[name] for name in rates],
            "periods": list(choice.periods),
            "period_type": period_type,
        }
    return {"groups": _groups(published, mine), **shown}


def _groups(published: Published, mine: dict[str, Row]) -> list[tuple[str, list[Row]]]:
    counts = {
        row["area_code"]: row["measures"]
        for row in published.rows(
            """
            select area_code, count(distinct metric_id) as measures
            from observation
            where value is not null
            group by area_code
            """
        )
    }
    groups = []
    for kind in _KINDS:
        rows = [
            row | {"name": published.area_name(row), "measures": counts.get(code, 0)}
            for code, row in mine.items()
            if row["area_type"] == kind
        ]
        if rows:
            groups.append((KIND[kind], sorted(rows, key=lambda row: row["name"])))
    return groups


@areas.page("/areas/<area_code>", "area.html", asks=("measure",))
def view(reader: Reader, area_code: str, measure: str | None = None) -> dict[str, Any] | None:
    """Gather what an area's page says; None for a code that no figure and no table knows.

    `measure` names what to set beside the area's neighbours.
    """
    published = reader.published
    row = published.areas.get(area_code)
    if row is None:
        return None
    reader.fetch(area_code)
    ids = {
        row["metric_id"]
        for row in published.rows(
            "select distinct metric_id from observation where area_code = ?", [area_code]
        )
    }
    by_theme = [
        (theme, [reader.measure(m, area_code) for m in published.metrics
                 if m in ids and published.metrics[m]["theme"] == theme["theme"]])
        for theme in published.themes
    ]  # fmt: skip
    shown = [(theme, measures) for theme, measures in by_theme if measures]
    parent = published.areas.get(row["parent_code"] or "")
    mine = inside(published)
    beside = _beside(reader, area_code, mine, [m for _, ms in shown for m in ms], measure)
    if measure is not None and beside is None:
        return None
    return {
        "heading": published.area_name(row),
        "area": row | {"area_name": published.area_name(row)},
        "kind": KIND.get(kind_of(published, area_code), "Area"),
        "parent": parent,
        "place": area_map.place(reader, area_code, mine),
        "beside": beside,
        "by_theme": shown,
        "signals": [m for _, measures in shown for m in measures if m.has_signal],
        "count": sum(len(measures) for _, measures in shown),
        "without": _without(reader, ids),
    }


def _beside(
    reader: Reader,
    area_code: str,
    mine: dict[str, Row],
    measures: list[Measure],
    compared: str | None,
) -> dict[str, Any] | None:
    """Set one measure of an area beside its neighbours of the same kind, where they have it too."""
    published = reader.published
    kind = kind_of(published, area_code)
    codes = [code for code, row in mine.items() if row["area_type"] == kind]
    if area_code not in codes or len(codes) < 2:
        return None
    codes.sort(key=lambda code: (code != area_code, published.area_name(mine[code])))
    rates = [m.metric for m in measures if m.metric["unit"] in area_map.RATES and m.value_text]
    if compared is not None and compared not in {metric["metric_id"] for metric in rates}:
        return None
    for metric in rates:
        if compared in (None, metric["metric_id"]):
            shown = trends(reader, metric["metric_id"], codes, area_code)
            if shown is not None or compared is not None:
                return {"trends": shown, "rates": rates, "metric": metric}
    return None


def _without(reader: Reader, ids: set[str]) -> list[Measure]:
    """Return the measures that say nothing of this area, so that their absence is seen."""
    return [m for m in reader.measures if m.metric["metric_id"] not in ids]


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


def _table(metric: Row, series: list[Series]) -> tables.TextTable:
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
    return tables.TextTable(("Period", *(s.name for s in series)), tuple(body), len(series))
