"""How people are known where there is a login: by the session whose key their browser holds."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import session

from dashboards.login.people import NOBODY, Person, RefusedError
from dashboards.login.sessions import EndedError, Sessions
from dashboards.login.settings import Login

SESSION_KEY = "login"
_LONGEST_PATH = 2_000


@dataclass(frozen=True)
class SessionLogin:
    """The login of one site: its settings, and who is logged in."""

    settings: Login
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
