"""Area pages: what the measures say of one partnership, one district or the whole force area."""

from typing import Any

from dashboards.measures import Measure
from dashboards.pages import area_map, area_outlines, area_rates, area_trends
from dashboards.pages.across import KIND, kind_of
from dashboards.pages.reader import Reader
from snapshot.published import Published, Row

_KINDS = ("force", "csp", "district", "county")


def inside(published: Published) -> dict[str, Row]:
    """Return the office's own force area and what lies in it, by code."""
    force = published.snapshot["force_code"]
    found = {}
    for code, row in published.areas.items():
        if row["area_type"] in _KINDS and (code == force or _lies_in(published, code, force)):
            found[code] = row
    return found


def _lies_in(published: Published, code: str, force: str) -> bool:
    seen: set[str] = set()
    at: str | None = code
    while at and at not in seen:
        if at == force:
            return True
        seen.add(at)
        at = (published.areas.get(at) or {}).get("parent_code")
    return False


def listing(
    reader: Reader, metric_id: str | None = None, period_type: str | None = None
) -> dict[str, Any] | None:
    """Gather the map of a rate and the areas by kind, each with how many measures have a figure.

    None for a measure that no map can show, or a length of period it has not.
    """
    published = reader.published
    mine = inside(published)
    rates = area_rates.choices(reader, mine)
    metric_id = metric_id or next(iter(rates), None)
    shown: dict[str, Any] = {"rate": None, "trends": None, "rates": [], "periods": []}
    if metric_id is not None:
        if metric_id not in rates:
            return None
        choice = rates[metric_id]
        period_type = period_type or next(iter(choice.periods))
        if period_type not in choice.periods:
            return None
        rate = area_map.rate(reader, mine, choice, period_type)
        codes = [line.area_code for line in rate["lines"]]
        shown = {
            "rate": rate,
            "trends": area_trends.trends(reader, metric_id, codes),
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


def view(reader: Reader, area_code: str, compared: str | None = None) -> dict[str, Any] | None:
    """Gather what an area's page says; None for a code that no figure and no table knows.

    `compared` names the measure to set beside the area's neighbours.
    """
    published = reader.published
    row = published.areas.get(area_code)
    if row is None:
        return None
    reader.fetch(area_code)
    ids = {
        found["metric_id"]
        for found in published.rows(
            "select distinct metric_id from observation where area_code = ?", [area_code]
        )
    }
    by_theme = [
        (theme, [reader.measure(m, area_code) for m in published.metrics
                 if m in ids and published.metrics[m]["theme"] == theme["theme"]])
        for theme in published.themes
    ]  # fmt: skip
    found = [(theme, measures) for theme, measures in by_theme if measures]
    parent = published.areas.get(row["parent_code"] or "")
    mine = inside(published)
    beside = _beside(reader, area_code, mine, [m for _, ms in found for m in ms], compared)
    if compared is not None and beside is None:
        return None
    return {
        "area": row | {"area_name": published.area_name(row)},
        "kind": KIND.get(kind_of(published, area_code), "Area"),
        "parent": parent,
        "place": area_outlines.place(reader, area_code, mine),
        "beside": beside,
        "by_theme": found,
        "signals": [m for _, measures in found for m in measures if m.has_signal],
        "count": sum(len(measures) for _, measures in found),
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
    rates = [m.metric for m in measures if m.metric["unit"] in area_rates.RATES and m.value_text]
    if compared is not None and compared not in {metric["metric_id"] for metric in rates}:
        return None
    for metric in rates:
        if compared in (None, metric["metric_id"]):
            trends = area_trends.trends(reader, metric["metric_id"], codes, area_code)
            if trends is not None or compared is not None:
                return {"trends": trends, "rates": rates, "metric": metric}
    return None


def _without(reader: Reader, ids: set[str]) -> list[Measure]:
    """Return the measures that say nothing of this area, so that their absence is seen."""
    return [m for m in reader.measures if m.metric["metric_id"] not in ids]
