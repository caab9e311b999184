"""Who is reading: the person of the present request, their roles, and what the roles allow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from flask import current_app, g, redirect, request, url_for

ROLES = ("viewer", "analyst", "editor", "assurer", "administrator")
# What each role may do, as the page about the reader's account says it.
MAY = {
    "viewer": "read what the board may read",
    "analyst": "read the restricted figures, the rows behind them, and ask in SQL",
    "editor": "write commentary, annotations, decisions and answers",
    "assurer": "assure and approve papers and what editors wrote",
    "administrator": "remove what others saved, and see who used the system",
}
# Whoever may write may also read what the analysts read; no role of writing gives another one.
_READING = {"viewer": {"viewer"}} | {
    role: {"viewer", "analyst", role} for role in ("analyst", "editor", "assurer", "administrator")
}
_OF_AUDIENCE = {
    "restricted": frozenset(ROLES),
    "board": frozenset({"viewer"}),
    "public": frozenset[str](),
}
_for_everyone: ContextVar[bool] = ContextVar("for_everyone", default=False)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Person:
    """Someone who reads; without a role, a member of the public."""

    name: str
    email: str
    roles: frozenset[str]
    subject: str = ""

    @property
    def audience(self) -> str:
        """Return which snapshot file this person's pages are made from."""
        if self.may("analyst"):
            return "restricted"
        return "board" if self.may("viewer") else "public"

    @property
    def is_known(self) -> bool:
        """Say whether anybody is logged in at all."""
        return bool(self.name)

    @property
    def key(self) -> str:
        """Return what this person's own things are kept under: it outlives a change of name."""
        return self.subject or self.email or self.name

    @property
    def label(self) -> str:
        """Return the person as the audit log writes them."""
        return f"{self.name} <{self.email}>" if self.email else self.name or "nobody logged in"

    def may(self, role: str) -> bool:
        """Say whether the person may do what a role may do."""
        if role not in ROLES:
            raise ValueError(f"{role}: there is no such role; there are {', '.join(ROLES)}")
        return any(role in _READING[held] for held in self.roles)


NOBODY = Person("", "", frozenset())


def local_officer(audience: str) -> Person:
    """Return who reads on this very machine, where there is no login."""
    return Person("This computer", "", _OF_AUDIENCE[audience], "this-computer")


class RefusedError(Exception):
    """A request that this reader may not make; it becomes a plain page."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


class SharedPageError(RuntimeError):
    """A page that is kept for everyone tried to say who reads it: a fault of ours."""


_SHARED = SharedPageError("A page that is kept for everyone may not say who reads it.")


def person() -> Person:
    """Return who makes the present request."""
    if _for_everyone.get():
        raise _SHARED
    if "person" not in g:
        g.person = current_app.extensions["who"]()
    found: Person = g.person
    return found


@contextmanager
def for_everyone() -> Iterator[None]:
    """Make a page that many people will be shown: nobody's name can get into it."""
    token = _for_everyone.set(True)
    try:
        yield
    finally:
        _for_everyone.reset(token)


def requires(role: str) -> Callable[[Callable[P, R]], Callable[P, Any]]:
    """Let only those with a role through: others are asked to log in, or told whom to ask."""

    def decorate(view: Callable[P, R]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if person().may(role):
                return view(*args, **kwargs)
            return not_allowed(role)

        return guarded

    return decorate


def not_allowed(role: str) -> Any:
    """Ask who is not logged in to log in; tell the others whom to ask."""
    has_login = current_app.extensions["has_login"]
    if has_login and not person().is_known:
        if request.method == "GET" and not request.path.startswith("/api/"):
            return redirect(url_for("login", next=asked_address()))
        raise RefusedError(401, "Log in first, then ask again.")
    raise RefusedError(403, f"It needs the role {role}. {whom_to_ask(role)}")


def asked_address() -> str:
    """Return the address that was asked for, without its host, as a browser writes it."""
    query = request.query_string.decode("ascii", "replace")
    return f"{quote(request.path)}?{query}" if query else quote(request.path)


def whom_to_ask(role: str) -> str:
    """Say how a person comes by a role."""
    if not current_app.extensions["has_login"]:
        return "There is no login here: start `pcplan serve --audience restricted` to have it."
    contact = current_app.extensions["contact"]
    return f"{contact} can give it to you." if contact else "Ask whoever keeps pcplan for it."
