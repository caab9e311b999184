"""The dashboards as a web application: server-rendered pages from one published snapshot."""

import datetime as dt
import gzip
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import waitress
from flask import Flask, Response, current_app, jsonify, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from dashboards import words
from dashboards.login.access_log import Record, add_traces, unrecorded
from dashboards.login.gate import Door, add_gate
from dashboards.login.people import Person, RefusedError, asked_address, local_officer
from dashboards.login.routes import add_account, protect_forms
from dashboards.pages.downloads import Workbooks
from dashboards.pages.routes import add_pages
from dashboards.pages.routes_forms import add_forms
from dashboards.sql_console.ask import Desk
from dashboards.sql_console.saved import SavedQueries
from dashboards.web import filters
from dashboards.web.answers import error_page
from dashboards.web.libraries import Libraries
from dashboards.web.plotly_assets import plotly_assets
from dashboards.web.ready import Ready
from dashboards.web.security import LOOPBACK_HOSTS, SECURITY_HEADERS, refuse_open_host
from dashboards.web.warming import keep_warm
from dashboards.written import Written
from snapshot.published import NotPublishedError, UnreadableError

_FOREVER = "public, max-age=31536000, immutable"
_LONGEST_FORM = 200_000
_SECONDS_TO_STOP = 20.0


def create_app(
    published_folder: Path,
    audience: str = "board",
    read_on: Callable[[], dt.date] | None = None,
    *,
    workbook: Workbooks | None = None,
    record: Record = unrecorded,
    door: Door | None = None,
    officer: Person | None = None,
    secret_key: bytes | None = None,
    saved_queries: SavedQueries | None = None,
    written: Written | None = None,
) -> Flask:
    """Make the application.

    `read_on` gives the business date that ages are counted to; `workbook` writes spreadsheets,
    which are not offered without it; `record` enters what readers do in the audit log. `door` is
    the login; without one everybody is `officer`, by default this computer, who has the roles that
    `audience` stands for. `saved_queries` keeps questions in SQL, which cannot be saved without it;
    `written` keeps what people write beside the figures, and without it there are no forms.
    """
    home = Path(__file__).parents[1]
    app = Flask(
        "dashboards",
        root_path=str(home),
        template_folder=str(home / "pages/templates"),
        static_folder=str(home / "static"),
    )
    _configure(app, door, secret_key or secrets.token_bytes(32))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(
        words=words,
        open_points=filters.open_points,
        plotly=plotly_assets(),
        has_workbook=workbook is not None,
        has_forms=written is not None,
    )
    library = Libraries(Path(published_folder), read_on, written.writings if written else None)
    reader = officer or local_officer(audience)
    app.extensions |= {
        "library": library,
        "workbook": workbook,
        "desk": Desk(record),
        "saved_queries": saved_queries,
        "written": written,
        "record": record,
        "has_login": door is not None,
        "contact": door.login.contact if door else "",
        "who": door.who if door else lambda: reader,
        "audiences": _audiences(door, reader),
    }
    if door is not None:
        add_gate(app, door)
    protect_forms(app)
    answers = add_pages(app, library)
    if written is not None:
        add_forms(app, answers, written)
    add_account(app, answers, door)
    add_traces(app, library)
    _add_plotly(app)
    _add_errors(app)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        return response

    if door is None and reader.audience != "restricted":
        ready = Ready(app.wsgi_app, library.of(reader.audience))
        app.wsgi_app = ready  # type: ignore[method-assign]
    return app


def _configure(app: Flask, door: Door | None, secret_key: bytes) -> None:
    """Say who may ask, how much they may send, and how their cookie is kept."""
    app.secret_key = secret_key
    is_secure = door is not None and door.login.is_secure
    # Browsers do not tell ports apart: two sites on one computer need two names.
    name = f"pcplan-{hashlib.sha256(secret_key).hexdigest()[:8]}"
    app.config.update(
        TRUSTED_HOSTS=door.login.hosts if door else list(LOOPBACK_HOSTS),
        MAX_CONTENT_LENGTH=_LONGEST_FORM,
        SESSION_COOKIE_NAME=f"__Host-{name}" if is_secure else name,
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=door.login.absolute if door else dt.timedelta(days=1),
    )


def _audiences(door: Door | None, reader: Person) -> dict[str, frozenset[str]]:
    """Return, by audience, the roles of those who may come."""
    if door is None:
        return {reader.audience: reader.roles}
    known = {"board": frozenset({"viewer"}), "restricted": frozenset({"analyst"})}
    return known | ({"public": frozenset[str]()} if door.login.public_without_login else {})


def serve(
    app: Flask,
    host: str = "127.0.0.1",
    port: int = 8050,
    threads: int = 4,
    *,
    proxy: str = "",
) -> None:
    """Serve until stopped; only to this machine where there is no login.

    More threads than four only wait for each other, and two questions in SQL leave two to readers.
    `proxy` is the address of the proxy in front, whose word on who asks is believed.
    """
    if not app.extensions["has_login"]:
        refuse_open_host(host)
    stopping = threading.Event()
    warming = threading.Thread(target=keep_warm, args=(app, stopping), daemon=True)
    warming.start()
    threading.Thread(target=_compressed_plotly, daemon=True).start()
    # It says of every request that waits its turn that it does.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        waitress.serve(app, host=host, port=port, **adjustments(threads, proxy))
    finally:
        # A thread that still asks the database when the interpreter goes would abort the process.
        stopping.set()
        warming.join(_SECONDS_TO_STOP)


def adjustments(threads: int, proxy: str) -> dict[str, Any]:
    """Return how the server is set: what is sent to it, and whose word on who asks it believes."""
    behind: dict[str, Any] = {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
    return {
        "threads": threads,
        "ident": None,
        "max_request_body_size": 2 * _LONGEST_FORM,
        "clear_untrusted_proxy_headers": True,
    } | (behind if proxy else {})


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
        if isinstance(error, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ("GET", "HEAD")))
        return response

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> Response:
        app.logger.warning("A form was refused: %s", error.description)
        return error_page(
            400,
            "This form was not made here for this browser, or it is too old. Nothing was changed. "
            "Go back, load the page again, and send the form again.",
        )

    @app.errorhandler(RefusedError)
    def not_allowed(error: RefusedError) -> Response:
        return _refusal(error)

    @app.errorhandler(UnreadableError)
    @app.errorhandler(duckdb.Error)
    def unreadable(error: Exception) -> Response:
        app.logger.error("The snapshot cannot be read: %s", error)
        app.extensions["library"].doubt()
        return error_page(503, "The published snapshot cannot be read. `pcplan verify` says why.")

    @app.errorhandler(NotPublishedError)
    def nothing_published(error: NotPublishedError) -> Response:
        app.logger.warning("%s", error)
        response = error_page(503)
        response.headers["Retry-After"] = "60"
        return response


def _refusal(error: RefusedError) -> Response:
    """Say why a reader was refused; to a program, as programs read it."""
    if request.path.startswith("/api/"):
        response = jsonify(status=error.code, detail=error.said)
        response.status_code = error.code
        response.content_type = "application/problem+json; charset=utf-8"
    else:
        wanted = asked_address() if request.method == "GET" else "/"
        can_log_in = error.code != 403 and current_app.extensions["has_login"]
        address = url_for("login", next=wanted) if can_log_in else url_for("account")
        text = "Log in" if can_log_in else "See your account"
        response = error_page(error.code, error.said, (address, text))
    response.headers["Cache-Control"] = "no-store"
    if error.code == 401:
        response.headers["WWW-Authenticate"] = 'Cookie realm="pcplan"'
    return response
