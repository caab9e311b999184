"""Who makes the present request, and whether they may: asked before a page is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from flask import Response, g, redirect, request, url_for

from dashboards.login.people import Person, RefusedError
from dashboards.web.page_cache import refuse_for_everyone
from dashboards.web.services import services

# What is needed to log in, and holds no figure.
_OPEN = {
    *("static", "plotly.script", "plotly.stylesheet", "account.page"),
    *("login.begin", "login.answer", "login.end", "login.ended"),
}
P = ParamSpec("P")
R = TypeVar("R")


def person() -> Person:
    """Return who makes the present request."""
    refuse_for_everyone()
    if "person" not in g:
        g.person = services().who()
    who: Person = g.person
    return who


def only_who_may_read() -> Response | None:
    """Let nobody in who may not read: asked before each request where there is a login."""
    if request.endpoint is None or request.endpoint in _OPEN:
        return None
    if person().roles or services().may_read_unknown:
        return None
    refused: Response | None = not_allowed("viewer")
    return refused


def keep_apart(response: Response) -> Response:
    """Keep pages of one person from another, in every cache on the way."""
    who: Person | None = g.get("person")
    if who is not None and who.is_known:
        response.cache_control.private = True
    login = services().login
    if login and login.settings.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def requires(*roles: str) -> Callable[[Callable[P, R]], Callable[P, Any]]:
    """Let only those with one of the roles through: others are asked to log in, or told whom to ask."""

    def decorate(view: Callable[P, R]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if any(map(person().may, roles)):
                return view(*args, **kwargs)
            return not_allowed(roles[0])

        return guarded

    return decorate


def not_allowed(role: str) -> Any:
    """Ask who is not logged in to log in; tell the others whom to ask."""
    if services().login and not person().is_known:
        if request.method == "GET" and not request.path.startswith("/api/"):
            return redirect(url_for("login.begin", next=asked_address()))
        raise RefusedError(401, "Log in first, then ask again.")
    raise RefusedError(403, f"It needs the role {role}. {whom_to_ask(role)}")


def asked_address() -> str:
    """Return the address that was asked for, without its host, as a browser writes it."""
    query = request.query_string.decode("ascii", "replace")
    return f"{quote(request.path)}?{query}" if query else quote(request.path)


def whom_to_ask(role: str) -> str:
    """Say how a person comes by a role."""
    login = services().login
    if login is None:
        return "There is no login here: start `pcplan serve --audience restricted` to have it."
    contact = login.settings.contact
    return f"{contact} can give it to you." if contact else "Ask whoever keeps pcplan for it."
