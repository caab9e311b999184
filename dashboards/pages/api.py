"""The read-only JSON interface: the published tables and the measures, as a program reads them."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from dashboards import words
from dashboards.pages import downloads
from dashboards.pages.reader import Reader
from dashboards.web.page_cache import Page
from dashboards.web.pages import Pages, kept, send
from snapshot import synthetic
from snapshot.export import plain
from snapshot.published import Published

api = Pages("api")

MOST_ROWS, USUAL_ROWS = 10_000, 1_000
# What may be asked of the figures of a measure, and the column each is compared with.
FILTERS = {
    "area_code": "area_code = ?",
    "period_type": "period_type = ?",
    "breakdown_value": "breakdown_value = ?",
    "state": "state = ?",
    "from": "period_end_date >= try_cast(? as date)",
    "to": "period_start_date <= try_cast(? as date)",
}
_JSON = "application/json; charset=utf-8"
_WHAT = {
    "area_code": "Figures of one area.",
    "period_type": "Figures of one length of period.",
    "breakdown_value": "Figures of one part; the total has none.",
    "state": "Figures in one state.",
    "from": "Figures of periods that end on this day or later (YYYY-MM-DD).",
    "to": "Figures of periods that begin on this day or earlier (YYYY-MM-DD).",
    "limit": f"Rows to return, {USUAL_ROWS:,} by default and {MOST_ROWS:,} at most.",
    "offset": "Rows to leave out first.",
}


class AskedWronglyError(Exception):
    """A parameter that the interface does not know, or cannot read."""


V = TypeVar("V", bound=Callable[..., Any])


def answers(path: str) -> Callable[[V], V]:
    """Declare an address of the interface: its view returns what is answered in JSON, or None."""

    def declare(view: V) -> V:
        def show(**named: str) -> Response:
            asked = dict(sorted(request.args.items()))

            def make(reader: Reader) -> Page | None:
                document = view(reader, asked=asked, **named)
                return None if document is None else Page.of(text(document), _JSON)

            try:
                page = kept((request.path, urlencode(asked)), make)
            except AskedWronglyError as error:
                return _problem(400, str(error))
            return send(page) if page else _problem(404, "There is no such thing here.")

        api.add_url_rule(f"/api/v1{path}", view.__name__, show)
        return view

    return declare


def _problem(code: int, reason: str) -> Response:
    body = text({"status": code, "detail": reason})
    return Response(body, status=code, content_type="application/problem+json; charset=utf-8")


@api.page("/api", "api.html", "Data for programs")
def page(reader: Reader) -> dict[str, Any]:
    """Gather what can be asked of the interface, and which tables may be taken away."""
    described = description(reader)
    return {
        "paths": [
            (f"/api/v1{path}", what["get"]["summary"], what["get"]["parameters"])
            for path, what in described["paths"].items()
        ],
        "tables": [
            (table, reader.published.count(name) <= downloads.MOST_IN_WORKBOOK)
            for name, table in reader.published.notes.items()
        ],
    }


def text(document: Any) -> str:
    """Write a document as JSON: dates as text, and null for a number that JSON cannot hold."""
    try:
        return _written(document)
    except ValueError:  # a number that is none
        return _written(plain(document))


def _written(document: Any) -> str:
    return json.dumps(
        document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_day_text
    )


def _day_text(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")


def envelope(published: Published, data: Any, **more: Any) -> dict[str, Any]:
    """Put data with what must be known of it: the snapshot, its day, and whether it is synthetic."""
    snapshot = published.snapshot
    return {
        "snapshot_id": published.snapshot_id,
        "as_at": snapshot["business_date"],
        "audience": published.audience,
        "data_note": synthetic.stamp(snapshot) or None,
        **more,
        "data": data,
    }


@answers("/snapshot")
def snapshot(reader: Reader, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the snapshot says of itself."""
    return envelope(reader.published, reader.published.snapshot)


@answers("/measures")
def measures(reader: Reader, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the catalogue, each measure with its latest figure and finding for our own area."""
    summaries = [_summary(reader, metric_id) for metric_id in reader.published.metrics]
    return envelope(reader.published, summaries)


@answers("/measures/<metric_id>")
def measure(reader: Reader, metric_id: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Return all that the catalogue says of one measure, with its signals."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    whole = published.metrics[metric_id] | _summary(reader, metric_id)
    signals = published.signals(metric_id)
    return envelope(published, whole | {"signals": signals, "states": words.STATE})


def _summary(reader: Reader, metric_id: str) -> dict[str, Any]:
    m = reader.measure(metric_id)
    names = ("area_code", "period_type", "period_start_date", "period_end_date", "numerator",
             "denominator", "value", "lower", "upper", "state")  # fmt: skip
    latest = {name: m.latest[name] for name in names} if m.latest and m.value_text else None
    keep = ("metric_id", "title", "theme", "objective_id", "priority_id", "unit", "better_when")
    return {name: m.metric[name] for name in keep} | {
        "unit_text": words.unit_text(m.metric),
        "finding": m.finding,
        "variation": m.variation,
        "assurance": m.assurance,
        "latest": latest,
        "withheld": m.withheld,
        "address": f"/measures/{metric_id}",
    }


@answers("/measures/<metric_id>/observations")
def observations(reader: Reader, metric_id: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Return figures of a measure, those asked for, in period order."""
    published = reader.published
    if metric_id not in published.metrics:
        return None
    limit, offset = window(asked, (*FILTERS, "limit", "offset"))
    given = {name: asked[name] for name in FILTERS if name in asked}
    for name in ("from", "to"):
        _day(name, given.get(name))
    where = " and ".join(["metric_id = ?", *(FILTERS[name] for name in given)])
    values = [metric_id, *given.values()]
    rows = published.rows(
        f"""
        select *, count(*) over () as total_count
        from observation
        where {where}
        order by period_type, period_start_date, period_end_date, area_code,
            breakdown_value nulls first, rowid
        limit ? offset ?
        """,
        [*values, limit, offset],
    )
    total = rows[0]["total_count"] if rows else _count(published, where, values)
    for row in rows:
        del row["total_count"]
    return envelope(published, rows, total=total, limit=limit, offset=offset)


def _count(published: Published, where: str, values: list[str]) -> int:
    """Count the figures asked for, where none of them lies in the window."""
    counted = published.rows(f"select count(*) as n from observation where {where}", values)
    return int(counted[0]["n"])


def _day(name: str, given: str | None) -> None:
    try:
        if given is not None:
            dt.date.fromisoformat(given)
    except ValueError:
        raise AskedWronglyError(f"{name}={given}: is not a date. Write it as 2019-10-31.") from None


@answers("/tables")
def tables(reader: Reader, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the published tables, with what each holds."""
    return envelope(
        reader.published,
        [
            {
                "name": note.name,
                "comment": note.comment,
                "columns": [
                    {"name": name, "type": kind, "meaning": meaning}
                    for name, kind, meaning in note.columns
                ],
            }
            for note in reader.published.notes.values()
        ],
    )


@answers("/tables/<name>")
def table(reader: Reader, name: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Return rows of a published table, in the order they were written."""
    published = reader.published
    if not published.has(name):
        return None
    limit, offset = window(asked, ("limit", "offset"))
    total = published.rows(f"select count(*) as n from {name}")[0]["n"]
    rows = published.rows(f"select * from {name} order by rowid limit ? offset ?", [limit, offset])
    return envelope(published, rows, total=total, limit=limit, offset=offset)


def window(asked: Mapping[str, str], known: tuple[str, ...]) -> tuple[int, int]:
    """Read how many rows are asked for, from where on; refuse what the interface does not know."""
    if unknown := [name for name in asked if name not in known]:
        raise AskedWronglyError(
            f"{', '.join(unknown)}: is not a parameter here. Known are {', '.join(known)}."
        )
    return _number(asked, "limit", USUAL_ROWS, MOST_ROWS), _number(asked, "offset", 0, 10**9)


def _number(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    given = asked.get(name)
    if given is None:
        return usual
    if not (given.isascii() and given.isdecimal() and int(given[:12]) <= most):
        raise AskedWronglyError(f"{name}={given}: is not a whole number from 0 to {most:,}.")
    return int(given)


@answers("/openapi.json")
def openapi(reader: Reader, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the description of the interface."""
    return description(reader)


def description(reader: Reader) -> dict[str, Any]:
    """Describe the interface in OpenAPI 3.1."""
    published = reader.published
    rows = [_parameter(name) for name in ("limit", "offset")]
    measure_id = _parameter(
        "metric_id", place="path", meaning="Name of the measure; never changes."
    )
    name = _parameter("name", place="path", meaning="Name of a published table.")
    paths = {
        "/snapshot": _path("What the snapshot says of itself"),
        "/measures": _path("Every measure, with its latest figure and finding"),
        "/measures/{metric_id}": _path("One measure: its catalogue entry and signals", measure_id),
        "/measures/{metric_id}/observations": _path(
            "Figures of a measure", measure_id, *map(_parameter, FILTERS), *rows,
            of={"type": "array", "items": _schema(published, "observation")},
        ),
        "/tables": _path("The published tables and their columns"),
        "/tables/{name}": _path("Rows of a published table", name, *rows),
    }  # fmt: skip
    about = published.snapshot
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{about['plan_title']} {about['plan_period']}: published figures",
            "version": "1",
            "description": "Read-only. Every answer names its snapshot, and says if it is synthetic.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
    }


def _path(summary: str, *parameters: dict[str, Any], of: Any = None) -> dict[str, Any]:
    content = {
        "type": "object",
        "properties": {
            "snapshot_id": {"type": "string"},
            "as_at": {"type": "string", "format": "date"},
            "audience": {"type": "string"},
            "data_note": {"type": ["string", "null"]},
            "data": of or {},
        },
        "required": ["snapshot_id", "as_at", "data"],
    }
    answers = {
        "200": {"description": summary, "content": {"application/json": {"schema": content}}}
    }
    if parameters:
        answers["400"] = {"description": "A parameter is not known or cannot be read."}
        answers["404"] = {"description": "There is no such thing."}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _parameter(name: str, place: str = "query", meaning: str = "") -> dict[str, Any]:
    kind = "integer" if name in {"limit", "offset"} else "string"
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": meaning or _WHAT[name],
        "schema": {"type": kind},
    }


def _schema(published: Published, table_name: str) -> dict[str, Any]:
    """Describe the rows of a published table from its columns' own comments."""
    kinds = {"varchar": "string", "date": "string", "timestamp": "string", "double": "number",
             "integer": "integer", "bigint": "integer", "boolean": "boolean"}  # fmt: skip
    return {
        "type": "object",
        "properties": {
            name: {"type": [kinds.get(kind, "string"), "null"], "description": meaning}
            for name, kind, meaning in published.notes[table_name].columns
        },
    }
