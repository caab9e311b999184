"""Which address shows which page; every page is made once for a snapshot and then kept."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboards import dictionary
from dashboards.charts.svg import svg
from dashboards.pages import (
    area,
    deliveries,
    find,
    governance,
    grants,
    home,
    measure,
    quality,
    routes_data,
    routes_query,
    theme,
)
from dashboards.pages.reader import Reader
from dashboards.web.answers import Answers, View
from dashboards.web.libraries import Libraries

_LONGEST_QUESTION = 60
_SVG = "image/svg+xml; charset=utf-8"
_FORMS = {
    "md": ("text/markdown; charset=utf-8", dictionary.markdown),
    "html": ("text/html; charset=utf-8", dictionary.html),
}


def add_pages(app: Flask, library: Libraries) -> Answers:
    """Give the application its pages, its data and its forms."""
    answers = Answers(library)
    _add_readings(app, answers)
    _add_measures(app, answers)
    _add_registers(app, answers)
    _add_dictionary(app, answers)
    _add_words(app, answers)
    routes_data.add_data(app, answers)
    routes_query.add_query(app, answers)
    return answers


def _add_readings(app: Flask, answers: Answers) -> None:
    @app.get("/", endpoint="home")
    def home_page() -> Response:
        return answers.page("/", "home.html", "home", "Where we stand", home.view)

    @app.get("/theme/<theme_id>", endpoint="theme")
    def theme_page(theme_id: str) -> Response:
        return answers.page(
            f"/theme/{theme_id}",
            "theme.html",
            theme_id,
            _title("theme"),
            lambda r: theme.view(r, theme_id),
        )

    @app.get("/areas", endpoint="areas")
    def areas_page() -> Response:
        measure_id, period = (request.args.get(name) or None for name in ("measure", "period"))
        return answers.page(
            f"/areas?{measure_id}&{period}", "areas.html", "areas", "Areas",
            lambda r: area.listing(r, measure_id, period),
        )  # fmt: skip

    @app.get("/areas/<area_code>", endpoint="area")
    def area_page(area_code: str) -> Response:
        beside = request.args.get("measure") or None
        return answers.page(
            f"/areas/{area_code}?{beside}", "area.html", "areas", _title("area", "area_name"),
            lambda r: area.view(r, area_code, beside),
        )  # fmt: skip


def _title(name: str, key: str = "title") -> Callable[[dict[str, Any]], str]:
    def heading(found: dict[str, Any]) -> str:
        return str(found[name][key])

    return heading


def _add_measures(app: Flask, answers: Answers) -> None:
    @app.get("/measures", endpoint="measures")
    def measures_page() -> Response:
        query = " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]
        show = request.args.get("show", "")
        return answers.page(
            f"/measures?q={query}&show={show}", "measures.html", "measures", "All measures",
            lambda r: measure.listing(r, query, show),
        )  # fmt: skip

    @app.get("/measures/<metric_id>", endpoint="measure")
    def measure_page(metric_id: str) -> Response:
        names = ("area", "part", "period")
        chosen = {name: request.args.get(name) or None for name in names}
        return answers.page(
            f"/measures/{metric_id}?{chosen}", "measure.html", "measures",
            lambda found: found["m"].metric["title"],
            lambda r: measure.view(r, metric_id, **chosen),
        )  # fmt: skip

    @app.get("/measure/<metric_id>", endpoint="measure_moved")
    def moved(metric_id: str) -> AnyResponse:
        return redirect(f"{url_for('measure', metric_id=metric_id)}{_question()}", 301)

    @app.get("/measures/<metric_id>.svg", endpoint="measure_svg")
    def measure_svg(metric_id: str) -> Response:
        def make(reader: Reader) -> str | None:
            if metric_id not in reader.published.metrics:
                return None
            chart = reader.measure(metric_id).chart
            return svg(chart) if chart else None

        return answers.file(f"/measures/{metric_id}.svg", _SVG, make, f"{metric_id}.svg")


def _question() -> str:
    """Return what the address asks, as it was written."""
    asked = request.query_string.decode("ascii", "replace")
    return f"?{asked}" if asked else ""


def _add_registers(app: Flask, answers: Answers) -> None:
    @app.get("/quality", endpoint="quality")
    def quality_page() -> Response:
        return answers.page("/quality", "quality.html", "quality", "Quality", quality.view)

    @app.get("/deliveries", endpoint="deliveries")
    def deliveries_page() -> Response:
        feed, state = (request.args.get(name, "")[:_LONGEST_QUESTION] for name in ("feed", "state"))
        return answers.page(
            f"/deliveries?{feed}&{state}", "deliveries.html", "quality", "Deliveries",
            lambda r: deliveries.listing(r, feed, state),
        )  # fmt: skip

    @app.get("/suppliers/<name>", endpoint="supplier")
    def supplier_page(name: str) -> Response:
        return answers.page(
            f"/suppliers/{name}", "supplier.html", "quality", _title("supplier", "supplier"),
            lambda r: deliveries.supplier(r, name),
        )  # fmt: skip

    @app.get("/governance", endpoint="governance")
    def governance_page() -> Response:
        theme, show = (request.args.get(name, "") for name in ("theme", "show"))
        return answers.page(
            f"/governance?{theme}&{show}", "governance.html", "governance", "Governance",
            lambda r: governance.view(r, theme, show),
        )  # fmt: skip

    @app.get("/grants", endpoint="grants")
    def grants_page() -> Response:
        year = request.args.get("year") or None
        return answers.page(
            f"/grants?{year}", "grants.html", "grants", "Grants", lambda r: grants.view(r, year)
        )


def _add_dictionary(app: Flask, answers: Answers) -> None:
    @app.get("/dictionary", endpoint="dictionary")
    def dictionary_page() -> Response:
        return answers.page(
            "/dictionary", "dictionary.html", "dictionary", "Data dictionary",
            lambda r: {"d": dictionary.dictionary(r.published)},
        )  # fmt: skip

    @app.get("/dictionary/<metric_id>", endpoint="dictionary_entry")
    def entry_page(metric_id: str) -> Response:
        def view(reader: Reader) -> View:
            if metric_id not in reader.published.metrics:
                return None
            return {"e": dictionary.entry(reader.published, metric_id)}

        return answers.page(
            f"/dictionary/{metric_id}", "dictionary_entry.html", "dictionary",
            lambda found: f"{found['e'].title}: dictionary",
            view,
        )  # fmt: skip

    @app.get("/dictionary.<any(md, html):form>", endpoint="dictionary_file")
    def dictionary_file(form: str) -> Response:
        content_type, write = _FORMS[form]
        return answers.file(
            f"/dictionary.{form}", content_type,
            lambda r: write(dictionary.dictionary(r.published)), f"dictionary.{form}",
        )  # fmt: skip


def _add_words(app: Flask, answers: Answers) -> None:
    @app.get("/find", endpoint="find")
    def find_page() -> Response:
        query = " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]
        return answers.page(
            f"/find?q={query}", "find.html", "find", "Find", lambda r: find.view(r, query)
        )

    for name, heading in (
        ("how-to-read", "How to read these pages"),
        ("accessibility", "Accessibility statement"),
    ):
        _add_plain(app, answers, name, heading)


def _add_plain(app: Flask, answers: Answers, name: str, heading: str) -> None:
    template = f"{name.replace('-', '_')}.html"

    @app.get(f"/{name}", endpoint=name.replace("-", "_"))
    def plain_page() -> Response:
        return answers.page(f"/{name}", template, name, heading, lambda _: {})
