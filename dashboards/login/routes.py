"""The addresses for logging in and out, and the page that says who you are here."""

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboards.login.guard import person
from dashboards.login.login import SESSION_KEY, SessionLogin, local_path
from dashboards.login.oidc import Provider
from dashboards.login.people import MAY, ROLES, RefusedError
from dashboards.login.sessions import EndedError, span_text
from dashboards.web.pages import HTML, current_reader, has_snapshot, render, unkept
from dashboards.web.services import services

account = Blueprint("account", __name__)
login = Blueprint("login", __name__)
no_login = Blueprint("login", __name__)  # in its place, where people cannot log in


@account.get("/account")
def page() -> Response:
    """Say who reads, what they may do, and when their session ends."""
    who, site_login = person(), services().login
    context: dict[str, object] = {
        "who": who,
        "roles": [(role, MAY[role]) for role in ROLES if role in who.roles],
        "login": site_login and site_login.settings,
        "heading": "Your account",
    }
    if site_login is not None:
        context["idle"] = span_text(site_login.settings.idle)
        context["absolute"] = span_text(site_login.settings.absolute)
    if (who.roles or services().may_read_unknown) and has_snapshot():
        context |= {"base": "layout.html", "active": "account"}
        body = render(current_reader(), "account.html", **context)
    else:
        body = render_template("account.html", base="plain.html", **context)
    return unkept(Response(body, content_type=HTML))


@no_login.get("/login", endpoint="begin")
def no_login_here() -> AnyResponse:
    """Lead to the page that says that there is no login."""
    return redirect(url_for("account.page"))


@login.get("/login")
def begin() -> AnyResponse:
    """Send a browser to the provider."""
    next_path = local_path(request.args.get("next", "/"))
    return unkept(redirect(_provider().address_to_log_in(next_path), 303))


@login.get("/login/callback")
def answer() -> AnyResponse:
    """Take who the provider sends back."""
    try:
        arrival = _provider().arrival()
    except RefusedError as error:
        services().record("login", "nobody", event="refused", reason=error.reason)
        raise
    _end()
    session.clear()
    session[SESSION_KEY] = _site_login().sessions.begin(arrival.person, arrival.id_token)
    who = arrival.person
    services().record("login", who.label, event="logged in", roles=sorted(who.roles))
    return unkept(redirect(local_path(arrival.next_path), 303))


@login.post("/logout")
def end() -> AnyResponse:
    """End the session here, then the provider's own."""
    id_token = _end()
    session.clear()
    address = _provider().address_to_log_out(id_token) if id_token else None
    if address is None:
        return unkept(redirect(url_for("login.ended"), 303))
    # Not a redirect: a browser holds the redirects of a form to the policy on forms.
    body = render_template("leaving.html", heading="Logging out", address=address)
    response = Response(body, content_type=HTML)
    response.headers["Refresh"] = f"0; url={address}"
    response.headers["Clear-Site-Data"] = '"cache"'
    return unkept(response)


@login.get("/logged-out")
def ended() -> AnyResponse:
    """Say that nobody is logged in any more."""
    is_public = _site_login().settings.public_without_login
    body = render_template("logged_out.html", heading="You are logged out", is_public=is_public)
    return unkept(Response(body, content_type=HTML))


def _site_login() -> SessionLogin:
    site_login = services().login
    assert site_login is not None  # these addresses are there only with a login
    return site_login


def _provider() -> Provider:
    provider = services().provider
    assert provider is not None
    return provider


def _end() -> str:
    """End the session of this browser, if it has one; return its identity token."""
    key = session.get(SESSION_KEY)
    if key is None:
        return ""
    try:
        held = _site_login().sessions.find(key)
    except EndedError:
        return ""
    _site_login().sessions.end(key)
    services().record("login", held.person.label, event="logged out")
    return held.id_token
