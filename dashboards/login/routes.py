"""The addresses for logging in and out, and the page that says who you are here."""

import logging

from flask import Flask, Response, current_app, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from dashboards.login.gate import SESSION_KEY, Door, local_path
from dashboards.login.oidc import Provider
from dashboards.login.people import MAY, ROLES, RefusedError, person
from dashboards.login.sessions import EndedError, span_text
from dashboards.web.answers import HTML, Answers, render

_LOGGER = logging.getLogger(__name__)


def protect_forms(app: Flask) -> None:
    """Take a form only from a page of ours that was made for the same browser."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the session it is tied to has its own end
    CSRFProtect(app)


def add_account(app: Flask, answers: Answers, door: Door | None) -> None:
    """Give the application the page about the reader; and the login, where there is one."""

    @app.get("/account", endpoint="account")
    def account_page() -> AnyResponse:
        who = person()
        roles = [(role, MAY[role]) for role in ROLES if role in who.roles]
        context: dict[str, object] = {"who": who, "roles": roles, "login": None}
        if door is not None:
            context |= {
                "login": door.login,
                "idle": span_text(door.login.idle),
                "absolute": span_text(door.login.absolute),
            }
        may_read = door is None or bool(who.roles) or door.login.public_without_login
        if may_read and answers.library.has_something():
            body = render(
                answers.library.reader(), "account.html", "account", "Your account",
                base="layout.html", **context,
            )  # fmt: skip
        else:
            body = render_template(
                "account.html", base="plain.html", heading="Your account", **context
            )
        return _unkept(Response(body, content_type=HTML))

    if door is None:
        app.get("/login", endpoint="login")(lambda: redirect(url_for("account")))
    else:
        _add_login(app, door, Provider(app, door.login))


def _add_login(app: Flask, door: Door, provider: Provider) -> None:
    @app.get("/login", endpoint="login")
    def login() -> AnyResponse:
        next_path = local_path(request.args.get("next", "/"))
        return _unkept(redirect(provider.address_to_log_in(next_path), 303))

    @app.get("/login/callback", endpoint="login_answer")
    def login_answer() -> AnyResponse:
        try:
            arrival = provider.arrival()
        except RefusedError as error:
            _record("nobody", event="refused", reason=error.said)
            raise
        _end(door)
        session.clear()
        session[SESSION_KEY] = door.sessions.begin(arrival.person, arrival.id_token)
        who = arrival.person
        _record(who.label, event="logged in", roles=sorted(who.roles))
        return _unkept(redirect(local_path(arrival.next_path), 303))

    @app.post("/logout", endpoint="logout")
    def logout() -> AnyResponse:
        id_token = _end(door)
        session.clear()
        address = provider.address_to_log_out(id_token) if id_token else None
        if address is None:
            return _unkept(redirect(url_for("logged_out"), 303))
        # Not a redirect: a browser holds the redirects of a form to the policy on forms.
        body = render_template("leaving.html", heading="Logging out", address=address)
        response = Response(body, content_type=HTML)
        response.headers["Refresh"] = f"0; url={address}"
        response.headers["Clear-Site-Data"] = '"cache"'
        return _unkept(response)

    @app.get("/logged-out", endpoint="logged_out")
    def logged_out() -> AnyResponse:
        body = render_template(
            "logged_out.html", heading="You are logged out",
            is_public=door.login.public_without_login,
        )  # fmt: skip
        return _unkept(Response(body, content_type=HTML))


def _end(door: Door) -> str:
    """End the session of this browser, if it has one; return its identity token."""
    key = session.get(SESSION_KEY)
    if key is None:
        return ""
    try:
        found = door.sessions.find(key)
    except EndedError:
        return ""
    door.sessions.end(key)
    _record(found.person.label, event="logged out")
    return found.id_token


def _record(who: str, **details: object) -> None:
    current_app.extensions["record"]("login", who, **details)


def _unkept(response: AnyResponse) -> AnyResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
