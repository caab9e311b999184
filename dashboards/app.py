"""The dashboards as a web application: server-rendered pages from one published snapshot."""

import datetime as dt
import gzip
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import waitress
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboards import words
from dashboards.asking.ask import Desk
from dashboards.pages import filters
from dashboards.pages.answers import error_page
from dashboards.pages.downloads import Workbook
from dashboards.pages.library import Library
from dashboards.pages.routes import add_pages
from dashboards.plotly_assets import plotly_assets
from dashboards.published import NotPublishedError, UnreadableError
from dashboards.security import LOOPBACK_HOSTS, SECURITY_HEADERS, refuse_open_host

_FOREVER = "public, max-age=31536000, immutable"


def create_app(
    published_folder: Path,
    audience: str,
    read_on: Callable[[], dt.date] | None = None,
    *,
    workbook: Workbook | None = None,
    audit_log: Path | None = None,
) -> Flask:
    """Make the application.

    `read_on` gives the business date that ages are counted to; `workbook` writes spreadsheets,
    which are not offered without it; `audit_log` keeps each question asked in SQL.
    """
    home = Path(__file__).parent
    app = Flask(
        "dashboards",
        root_path=str(home),
        template_folder=str(home / "pages/templates"),
        static_folder=str(home / "static"),
    )
    app.config["TRUSTED_HOSTS"] = list(LOOPBACK_HOSTS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(
        words=words,
        open_points=filters.open_points,
        plotly=plotly_assets(),
        has_workbook=workbook is not None,
    )
    library = Library(Path(published_folder), audience, read_on)
    app.extensions |= {"library": library, "workbook": workbook, "desk": Desk(audit_log)}
    add_pages(app, library)
    _add_plotly(app)
    _add_errors(app)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        return response

    return app


def serve(app: Flask, host: str = "127.0.0.1", port: int = 8050, threads: int = 4) -> None:
    """Serve until stopped; only to this machine while there is no login."""
    refuse_open_host(host)
    threading.Thread(target=warm, args=(app,), daemon=True).start()
    waitress.serve(app, host=host, port=port, threads=threads, ident=None)


def warm(app: Flask) -> None:
    """Make the pages that are asked for first, before they are asked for."""
    with app.test_client() as client:
        if client.get("/").status_code != 200:
            return
        published = app.extensions["library"].reader().published
        for row in published.themes:
            client.get(f"/theme/{row['theme']}")
        for address in ("/measures", "/quality", "/governance", "/grants", "/areas", "/dictionary"):
            client.get(address)


@cache
def _compressed_plotly() -> bytes:
    return gzip.compress(plotly_assets().script, compresslevel=6, mtime=0)


def _add_plotly(app: Flask) -> None:
    @app.get("/plotly/<version>/plotly.min.js", endpoint="plotly_js")
    def script(version: str) -> Response:
        if "gzip" in request.accept_encodings:
            response = Response(_compressed_plotly(), content_type="text/javascript")
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = Response(plotly_assets().script, content_type="text/javascript")
        response.headers["Cache-Control"] = _FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        return response

    @app.get("/plotly/<version>/plotly.css", endpoint="plotly_css")
    def stylesheet(version: str) -> Response:
        response = Response(plotly_assets().stylesheet, content_type="text/css; charset=utf-8")
        response.headers["Cache-Control"] = _FOREVER
        return response


def _add_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = error_page(error.code or 500)
        if error.code == 405 and error.response is None:
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        return response

    @app.errorhandler(UnreadableError)
    @app.errorhandler(duckdb.Error)
    def unreadable(error: Exception) -> Response:
        app.logger.error("The snapshot cannot be read: %s", error)
        return error_page(503, "The published snapshot cannot be read. `pcplan verify` says why.")

    @app.errorhandler(NotPublishedError)
    def nothing_published(error: NotPublishedError) -> Response:
        app.logger.warning("%s", error)
        response = error_page(503)
        response.headers["Retry-After"] = "60"
        return response
