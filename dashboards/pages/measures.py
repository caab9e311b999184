"""One measure's page: the figure opens to its rows, its rule, its owner, its age and its checks."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dashboards import dictionary
from dashboards.charts.svg import svg
from dashboards.measures import Measure
from dashboards.pages import across, lineage, revisions
from dashboards.pages.reader import Reader
from dashboards.selection import PERIOD_TYPES
from dashboards.tables import EMPTY
from dashboards.web.page_cache import Page
from dashboards.web.pages import Pages
from snapshot.published import Published, Row

measures = Pages("measures")
LONGEST_QUESTION = 60
SHOWN = {
    "signal": "whose series shows more than chance",
    "withheld": "with a figure held back",
    "none": "without any figure",
}


@measures.page("/measures/<metric_id>", "measure.html", asks=("area", "part", "period"))
def view(
    reader: Reader,
    metric_id: str,
    area: str | None = None,
    part: str | None = None,
    period: str | None = None,
) -> dict[str, Any] | None:
    """Gather what a measure's page says; None where there is no such measure, area or part."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    series = published.series_of(metric_id)
    areas, parts = _areas(reader, series), _parts(reader, metric_id, area)
    if area is not None and area not in areas:
        return None
    if part is not None and part not in parts:
        return None
    periods = _periods(series, area)
    if period is not None and period not in periods:
        return None
    measure = reader.measure_of(metric_id, area, part, period)
    entry = reader.once(("entry", metric_id), lambda: dictionary.entry(published, metric_id))
    where = area or measure.area_code
    return {
        "heading": measure.metric["title"],
        "m": measure,
        "areas": areas,
        "area_code": where,
        "parts_of": parts,
        "part": part,
        "periods": periods,
        "entry": entry,
        "events": _events(reader, metric_id),
        "across": _across(reader, measure),
        "comparators": across.comparators(published, measure),
        **_history(reader, measure),
        "triangle": revisions.triangle(published, metric_id, where),
        "lineage": reader.once(("lineage", metric_id), lambda: lineage.lineage(reader, metric_id)),
        "rows": reader.once(("rows", metric_id), lambda: lineage.rows_behind(published, metric_id)),
        "releases": _releases(reader, metric_id),
        "theme": next(
            (row for row in published.themes if row["theme"] == measure.metric["theme"]), None
        ),
        "objective": next(
            (
                row
                for row in published.objectives
                if row["objective_id"] == measure.metric["objective_id"]
            ),
            None,
        ),
    }


@measures.page("/measures", "measures.html", "All measures", asks=("q", "show"))
def listing(reader: Reader, q: str = "", show: str = "") -> dict[str, Any]:
    """Gather the list of measures that hold the words asked for and are of the kind asked for."""
    query = one_line(q)
    matches = find(reader, query)
    kept = {
        "signal": [m for m in matches if m.has_signal],
        "withheld": [m for m in matches if m.withheld],
        "none": [m for m in matches if m.latest is None],
    }
    shown = kept.get(show, matches)
    return {"matches": shown, "query": query, "show": show if show in kept else "", "kinds": SHOWN}


@measures.get("/measure/<metric_id>")
def moved(metric_id: str) -> Response:
    """Lead from the address that a measure once had to its own."""
    query = request.query_string.decode("ascii", "replace")
    address = url_for("measures.view", metric_id=metric_id)
    return redirect(f"{address}?{query}" if query else address, 301)


@measures.file("/measures/<metric_id>.svg")
def picture(reader: Reader, metric_id: str) -> Page | None:
    """Draw a measure's chart as a file; None where it has none."""
    if metric_id not in reader.published.metrics:
        return None
    chart = reader.measure(metric_id).chart
    return (
        Page.of(svg(chart), "image/svg+xml; charset=utf-8", f"{metric_id}.svg") if chart else None
    )


def one_line(asked: str) -> str:
    """Take what somebody looks for as one line of words, and not too long."""
    return " ".join(asked.split())[:LONGEST_QUESTION]


def find(reader: Reader, query: str) -> list[Measure]:
    """Return the measures whose title, definition or id holds every word asked for."""
    words_asked = query.casefold().split()
    return [
        m
        for m in reader.measures
        if all(
            word
            in f"{m.metric['title']} {m.metric['definition']} {m.metric['metric_id']}".casefold()
            for word in words_asked
        )
    ]


def _areas(reader: Reader, series: list[Row]) -> dict[str, str]:
    """Return the areas the measure has figures for, the office's own force first."""
    published = reader.published
    force = published.snapshot["force_code"]
    names = {row["area_code"]: published.area_name(row) for row in series if row["figures"]}
    order = sorted(names.items(), key=lambda item: (item[0] != force, item[1], item[0]))
    return dict(order)


def _parts(reader: Reader, metric_id: str, area: str | None) -> list[str]:
    """Return the parts that a measure is broken down into, in one area or in any."""
    by_area = reader.once("parts", lambda: _all_parts(reader.published)).get(metric_id, {})
    areas = by_area if area is None else {area: by_area.get(area, set())}
    return sorted(set().union(*areas.values()))


def _all_parts(published: Published) -> dict[str, dict[str, set[str]]]:
    """Return the parts of every measure by area."""
    parts: dict[str, dict[str, set[str]]] = {}
    for row in published.rows(
        """
        select distinct metric_id, area_code, breakdown_value
        from observation
        where breakdown_value is not null
        """
    ):
        of_area = parts.setdefault(row["metric_id"], {})
        of_area.setdefault(row["area_code"], set()).add(row["breakdown_value"])
    return parts


def _across(reader: Reader, measure: Measure) -> tuple[across.AreaTable, ...]:
    """Return the figures of every area; those of a period are read once for all of its areas."""
    if measure.latest is None:
        return ()
    names = ("metric_id", "period_type", "period_start_date", "period_end_date")
    key = (*(measure.latest[name] for name in names), measure.breakdown_value)
    return reader.once(("across", key), lambda: across.every_area(reader.published, measure))


def _history(reader: Reader, measure: Measure) -> dict[str, Any]:
    """Return what the figures were before, where they were anything else."""
    published = reader.published
    series = (measure.metric["metric_id"], measure.area_code)
    revised = reader.once("revised", lambda: revisions.revised(published))
    republished = reader.once("republished", lambda: revisions.republished(published))
    return {
        "revisions": revisions.revisions(published, measure) if series in revised else EMPTY,
        "vintages": revisions.vintages(published, measure) if series in republished else EMPTY,
    }


def _releases(reader: Reader, metric_id: str) -> list[Row]:
    """Return the latest editions of the sources of a measure."""
    every = reader.once("releases", lambda: reader.published.table("release", "released_on desc"))
    return [row for row in every if row["metric_id"] == metric_id][:6]


def _periods(series: list[Row], area: str | None) -> list[str]:
    """Return the lengths of period there are, the shortest first."""
    there = {row["period_type"] for row in series if area is None or row["area_code"] == area}
    return [name for name in PERIOD_TYPES if name in there]


def _events(reader: Reader, metric_id: str) -> list[Row]:
    events = []
    for event in reader.published.events:
        named = [name.strip() for name in (event["metric_ids"] or "").split(",") if name.strip()]
        if metric_id in named:
            events.append(event)
    return events
