"""Area pages: what the measures say of one partnership, one district or the whole force area."""

from typing import Any

from dashboards.measures import Measure
from dashboards.pages.across import KIND, kind_of
from dashboards.pages.reader import Reader
from dashboards.published import Published, Row

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


def listing(reader: Reader) -> dict[str, Any]:
    """Gather the areas by kind, each with the number of measures that have a figure for it."""
    published = reader.published
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
    mine = inside(published)
    groups = []
    for kind in _KINDS:
        rows = [
            row | {"name": published.area_name(row), "measures": counts.get(code, 0)}
            for code, row in mine.items()
            if row["area_type"] == kind
        ]
        if rows:
            groups.append((KIND[kind], sorted(rows, key=lambda row: row["name"])))
    return {"groups": groups}


def view(reader: Reader, area_code: str) -> dict[str, Any] | None:
    """Gather what an area's page says; None for a code that no figure and no table knows."""
    published = reader.published
    row = published.areas.get(area_code)
    if row is None:
        return None
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
    return {
        "area": row | {"area_name": published.area_name(row)},
        "kind": KIND.get(kind_of(published, area_code), "Area"),
        "parent": parent,
        "by_theme": found,
        "signals": [m for _, measures in found for m in measures if m.has_signal],
        "count": sum(len(measures) for _, measures in found),
        "without": _without(reader, ids),
    }


def _without(reader: Reader, ids: set[str]) -> list[Measure]:
    """Return the measures that say nothing of this area, so that their absence is seen."""
    return [m for m in reader.measures if m.metric["metric_id"] not in ids]
