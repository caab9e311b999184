"""Which address shows which page; every page is made once for a snapshot and then kept."""

from flask import Flask, Response, render_template, request

from dashboards.charts.svg import svg
from dashboards.pages import downloads, home, measure, quality, theme
from dashboards.pages.library import Kept, Library
from dashboards.pages.reader import Reader

HTML = "text/html; charset=utf-8"
AUDIENCE = {"restricted": "office's analysts", "board": "board", "public": "public"}
_SAID = {
    400: ("That request cannot be answered", "The address, or the host in it, is not one of ours."),
    404: ("There is no such page", "The address may be mistyped, or the measure may have gone."),
    405: ("That cannot be done here", "These pages can be read, not changed."),
    500: ("Something went wrong here", "The fault is ours. `pcplan doctor` says what to mend."),
    503: ("Nothing to show yet", "Nothing is published yet. `pcplan nightly` publishes."),
}
Made = tuple[str, str] | None


def error_page(code: int, said: str | None = None) -> Response:
    """Say in plain English what went wrong and what to do."""
    heading, usual = _SAID.get(code, _SAID[500])
    body = render_template("error.html", heading=heading, said=said or usual)
    return Response(body, status=code, content_type=HTML)


def _page(reader: Reader, template: str, active: str, heading: str, **context: object) -> Made:
    published = reader.published
    markings = {row["marking"] for row in published.metrics.values() if row["marking"]}
    body = render_template(
        template,
        published=published,
        snapshot=published.snapshot,
        theme_titles={row["theme"]: row["title"] for row in published.themes},
        marking=max(markings, key=len, default="OFFICIAL"),
        audience_text=AUDIENCE[published.audience],
        active=active,
        heading=heading,
        **context,
    )
    return body, HTML


def _send(kept: Kept | None, file_name: str | None = None) -> Response:
    """Send a kept page, compressed where the browser takes it; nothing if it has it already."""
    if kept is None:
        return error_page(404)
    is_compressed = "gzip" in request.accept_encodings
    body = kept.compressed if is_compressed else kept.body
    response = Response(body, content_type=kept.content_type)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(kept.tag + ("-gz" if is_compressed else ""))
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.make_conditional(request)
    return response


def add_pages(app: Flask, library: Library) -> None:
    """Give the application its pages and downloads."""

    @app.get("/", endpoint="home")
    def home_page() -> Response:
        def make(reader: Reader) -> Made:
            return _page(reader, "home.html", "home", "Where we stand", **home.view(reader))

        return _send(library.page("/", make))

    @app.get("/theme/<theme>", endpoint="theme")
    def theme_page(theme: str) -> Response:
        return _send(library.page(f"/theme/{theme}", lambda reader: _theme(reader, theme)))

    @app.get("/measures", endpoint="measures")
    def measures_page() -> Response:
        query = " ".join(request.args.get("q", "").split())[:60]

        def make(reader: Reader) -> Made:
            found = measure.find(reader, query)
            page = {"found": found, "query": query}
            return _page(reader, "measures.html", "measures", "All measures", **page)

        return _send(library.page(f"/measures?q={query}", make))

    @app.get("/measure/<metric_id>", endpoint="measure")
    def measure_page(metric_id: str) -> Response:
        area = request.args.get("area")
        address = f"/measure/{metric_id}?area={area or ''}"
        return _send(library.page(address, lambda reader: _measure(reader, metric_id, area)))

    @app.get("/quality", endpoint="quality")
    def quality_page() -> Response:
        def make(reader: Reader) -> Made:
            return _page(reader, "quality.html", "quality", "Quality", **quality.view(reader))

        return _send(library.page("/quality", make))

    @app.get("/measure/<metric_id>.csv", endpoint="measure_csv")
    def measure_csv(metric_id: str) -> Response:
        def make(reader: Reader) -> Made:
            if metric_id not in reader.published.metrics:
                return None
            return downloads.rows_csv(reader.published, metric_id), "text/csv; charset=utf-8"

        return _send(library.page(f"/measure/{metric_id}.csv", make), f"{metric_id}.csv")

    @app.get("/measure/<metric_id>.svg", endpoint="measure_svg")
    def measure_svg(metric_id: str) -> Response:
        def make(reader: Reader) -> Made:
            if metric_id not in reader.published.metrics:
                return None
            chart = reader.measure(metric_id).chart
            return (svg(chart), "image/svg+xml; charset=utf-8") if chart else None

        return _send(library.page(f"/measure/{metric_id}.svg", make), f"{metric_id}.svg")


def _theme(reader: Reader, theme_id: str) -> Made:
    view = theme.view(reader, theme_id)
    if view is None:
        return None
    return _page(reader, "theme.html", theme_id, view["theme"]["title"], **view)


def _measure(reader: Reader, metric_id: str, area: str | None) -> Made:
    view = measure.view(reader, metric_id, area)
    if view is None:
        return None
    return _page(reader, "measure.html", "measure", view["m"].metric["title"], **view)
