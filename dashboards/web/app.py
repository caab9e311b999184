"""The dashboards as a web application: server-rendered pages from one published snapshot."""

import datetime as dt
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import waitress
from flask import Flask, Response, jsonify, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from dashboards import words
from dashboards.login import routes as login_routes
from dashboards.login.access_log import AccessLog
from dashboards.login.guard import asked_address, keep_apart, only_who_may_read, person
from dashboards.login.login import SessionLogin
from dashboards.login.oidc import Provider
from dashboards.login.people import Person, Record, RefusedError, local_officer, unrecorded
from dashboards.pages.api import api
from dashboards.pages.areas import areas
from dashboards.pages.commentary import commentary
from dashboards.pages.deliveries import deliveries
from dashboards.pages.dictionary import dictionary
from dashboards.pages.files import files
from dashboards.pages.find import help_pages, search
from dashboards.pages.governance import governance
from dashboards.pages.grants import grants
from dashboards.pages.home import home
from dashboards.pages.measures import measures
from dashboards.pages.quality import quality
from dashboards.pages.query import query
from dashboards.pages.registers import registers
from dashboards.pages.sign_off import sign_off
from dashboards.pages.theme import themes
from dashboards.sql_console.ask import SqlConsole
from dashboards.sql_console.saved import SavedQueries
from dashboards.web import filters
from dashboards.web.current import CurrentReaders
from dashboards.web.page_cache import CachedPages, PageCache
from dashboards.web.pages import error_page
from dashboards.web.plotly_assets import compressed_script, plotly, plotly_assets
from dashboards.web.prefetch import keep_prefetching
from dashboards.web.security import LOOPBACK_HOSTS, SECURITY_HEADERS, refuse_open_host
from dashboards.web.services import EXTENSION, Services, services
from dashboards.written import WritingStore
from snapshot.snapshots import NotPublishedError, UnreadableError

_PAGES = (
    *(home, themes, measures, areas, quality, deliveries, governance, grants, dictionary),
    *(search, help_pages, api, files, query, plotly, login_routes.account),
)
_FORMS = (registers, commentary, sign_off)
_LONGEST_FORM = 200_000
_SECONDS_TO_STOP = 20.0


def create_app(
    published_folder: Path,
    audience: str = "board",
    read_on: Callable[[], dt.date] | None = None,
    *,
    record: Record = unrecorded,
    login: SessionLogin | None = None,
    officer: Person | None = None,
    secret_key: bytes | None = None,
    saved_queries: SavedQueries | None = None,
    written: WritingStore | None = None,
) -> Flask:
    """Make the application.

    `read_on` gives the business date that ages are counted to; `record` enters what readers do in
    the audit log. `login` says who is logged in; without one everybody is `officer`, by default this
    computer, who has the roles that `audience` stands for. `saved_queries` keeps questions in SQL,
    which cannot be saved without it; `written` keeps what people write beside the figures, and
    without it there are no forms.
    """
    app = _flask()
    _configure(app, login, secret_key or secrets.token_bytes(32))
    app.jinja_env.globals.update(has_forms=written is not None)
    held = Services(
        readers=CurrentReaders(
            Path(published_folder), read_on, written.writings if written else None
        ),
        pages=PageCache(),
        officer=officer or local_officer(audience),
        record=record,
        sql_console=SqlConsole(record),
        login=login,
        provider=Provider(app, login.settings) if login else None,
        saved_queries=saved_queries,
        written=written,
    )
    app.extensions[EXTENSION] = held
    _add_checks(app, held)
    _add_errors(app)
    for pages in (
        *_PAGES,
        *(_FORMS if written else ()),
        login_routes.login if login else login_routes.no_login,
    ):
        app.register_blueprint(pages)
    if login is None and held.officer.audience != "restricted":
        current = held.readers.of(held.officer.audience)
        cached = CachedPages(app.wsgi_app, lambda: current.reader().page_source, held.pages)
        app.wsgi_app = cached  # type: ignore[method-assign]
    return app


def _flask() -> Flask:
    """Make Flask with our templates, and what they call."""
    folder = Path(__file__).parents[1]
    app = Flask(
        "dashboards",
        root_path=str(folder),
        template_folder=str(folder / "pages/templates"),
        static_folder=str(folder / "static"),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(
        words=words, open_points=filters.open_points, plotly=plotly_assets()
    )
    return app


def _configure(app: Flask, login: SessionLogin | None, secret_key: bytes) -> None:
    """Say who may ask, how much they may send, and how their cookie is kept."""
    app.secret_key = secret_key
    is_secure = login is not None and login.settings.is_secure
    # Browsers do not tell ports apart: two sites on one computer need two names.
    name = f"pcplan-{hashlib.sha256(secret_key).hexdigest()[:8]}"
    app.config.update(
        TRUSTED_HOSTS=login.settings.hosts if login else list(LOOPBACK_HOSTS),
        MAX_CONTENT_LENGTH=_LONGEST_FORM,
        SESSION_COOKIE_NAME=f"__Host-{name}" if is_secure else name,
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=login.settings.absolute if login else dt.timedelta(days=1),
        WTF_CSRF_TIME_LIMIT=None,  # the session it is tied to has its own end
    )


def _add_checks(app: Flask, held: Services) -> None:
    """Have every request pass the login, the forms' tokens, the audit log and the policy."""
    if held.login:
        app.before_request(only_who_may_read)
        app.after_request(keep_apart)
    CSRFProtect(app)
    app.after_request(AccessLog().enter)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        return response


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
    held: Services = app.extensions[EXTENSION]
    if not held.login:
        refuse_open_host(host)
    stopping = threading.Event()
    prefetching = threading.Thread(target=keep_prefetching, args=(app, stopping), daemon=True)
    prefetching.start()
    threading.Thread(target=compressed_script, daemon=True).start()
    # It says of every request that waits its turn that it does.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        waitress.serve(app, host=host, port=port, **adjustments(threads, proxy))
    finally:
        # A thread that still asks the database when the interpreter goes would abort the process.
        stopping.set()
        prefetching.join(_SECONDS_TO_STOP)


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
        audience = person().audience
        services().readers.of(audience).doubt()
        services().pages.forget(audience)
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
        response = jsonify(status=error.code, detail=error.reason)
        response.status_code = error.code
        response.content_type = "application/problem+json; charset=utf-8"
    else:
        wanted = asked_address() if request.method == "GET" else "/"
        can_log_in = error.code != 403 and services().login
        address = url_for("login.begin", next=wanted) if can_log_in else url_for("account.page")
        text = "Log in" if can_log_in else "See your account"
        response = error_page(error.code, error.reason, (address, text))
    response.headers["Cache-Control"] = "no-store"
    if error.code == 401:
        response.headers["WWW-Authenticate"] = 'Cookie realm="pcplan"'
    return response
