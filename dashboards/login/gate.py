"""The gate that every request passes: who is it, and may they read at all?"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, session

from dashboards.login.people import NOBODY, Person, RefusedError, not_allowed, person
from dashboards.login.sessions import EndedError, Sessions
from dashboards.login.settings import Login

SESSION_KEY = "login"
# What is needed to log in, and holds no figure.
_OPEN = {
    "static", "plotly_js", "plotly_css",
    "login", "login_answer", "logout", "logged_out", "account",
}  # fmt: skip
_LONGEST_PATH = 2_000


@dataclass(frozen=True)
class Door:
    """How people are known where there is a login."""

    login: Login
    sessions: Sessions

    def who(self) -> Person:
        """Return who makes the present request; a session that is over is said to be over."""
        key = session.get(SESSION_KEY)
        if key is None:
            return NOBODY
        try:
            return self.sessions.find(key).person
        except EndedError as error:
            session.clear()
            raise RefusedError(401, f"Your session is over. {error} Log in again.") from error


def add_gate(app: Flask, door: Door) -> None:
    """Let nobody in who may not read, and keep pages of the one from the other."""

    @app.before_request
    def only_who_may_read() -> Response | None:
        if request.endpoint is None or request.endpoint in _OPEN:
            return None
        who = person()
        if who.roles or door.login.public_without_login:
            return None
        refused: Response | None = not_allowed("viewer")
        return refused

    @app.after_request
    def keep_apart(response: Response) -> Response:
        who: Person | None = g.get("person")
        if who is not None and who.is_known:
            response.cache_control.private = True
        if door.login.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def local_path(asked: str) -> str:
    """Return an address within these pages as it was asked for; the first page for any other."""
    parts = urlsplit(asked) if len(asked) <= _LONGEST_PATH else urlsplit("//long")
    is_ours = (
        asked.startswith("/")
        and not asked.startswith("//")
        and "\\" not in asked
        and all(" " < letter != "\x7f" for letter in asked)
        and not parts.scheme
        and not parts.netloc
        and not parts.path.startswith(("/login", "/logout", "/logged-out"))
    )
    return asked if is_ours else "/"
