"""The command that serves the dashboards: to this machine, or behind a login to others."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from pipelines.audit.log import AuditLog, Recorder
from pipelines.cli import terminal
from pipelines.cli.base import audience_option, site_option
from pipelines.errors import ConfigurationError
from pipelines.nightly.services import leave_if_stopped, with_stop_asked
from pipelines.site.cookie_key import cookie_key, make_private
from pipelines.site.site import Site


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; another than this machine's own asks for a login.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8050,
    show_default=True,
    help="The port to listen on.",
)
@audience_option
@site_option
@click.pass_context
def serve(
    context: click.Context, host: str, port: int, audience: str, site_path: Path | None
) -> None:
    """Serve the dashboards of the current snapshot: on this machine, unless people log in."""
    from dashboards.web.app import serve as serve_app
    from dashboards.web.security import OpenHostError, refuse_open_host
    from pipelines.retention import upgrade

    site = Site.find(site_path)
    if advice := upgrade.advice(site):
        terminal.ERR.print(advice, markup=False)
    has_login = site.settings.login is not None
    if has_login and context.get_parameter_source("audience") is ParameterSource.COMMANDLINE:
        raise ConfigurationError(
            f"--audience {audience}: people log in here, so each reader's role says what they may "
            "read. Leave it out, or take [login] out of site.toml."
        )
    try:
        if not has_login:
            refuse_open_host(host)
        app, address, proxy = _application(site, audience)
        terminal.OUT.print(
            f"Dashboards: {address or f'http://{host}:{port}'}/  (Ctrl-C stops them)"
        )
        with_stop_asked()
        serve_app(app, host, port, proxy=proxy)
        leave_if_stopped()
    except OpenHostError as error:
        raise ConfigurationError(str(error)) from error


def _application(site: Site, audience: str) -> tuple[Any, str, str]:
    """Make the application with what it keeps in the site's state; say where it is reached."""
    from dashboards.login.login import SessionLogin
    from dashboards.login.sessions import Sessions
    from dashboards.login.settings import read_login
    from dashboards.sql_console.saved import SavedQueries
    from dashboards.web.app import create_app
    from pipelines.papers.writing_desk import Desk

    login = read_login(site.document, site.root)
    store = state_url(site)
    sessions = SessionLogin(login, Sessions(store, login.idle, login.absolute)) if login else None
    app = create_app(
        site.published,
        audience,
        site.business_date,
        record=Recorder(AuditLog.of(site), _warn),
        login=sessions,
        secret_key=cookie_key(site.state / "keys" / "cookies"),
        saved_queries=SavedQueries(store),
        written=Desk(site),
    )
    return (app, login.base_url, login.proxy) if login else (app, "", "")


def _warn(message: str) -> None:
    terminal.ERR.print(message, markup=False)


def state_url(site: Site) -> str:
    """Name the database that keeps sessions and saved questions: the site's own, by default."""
    if url := site.settings.state_url:
        return url
    path = site.state / "dashboards.sqlite"
    make_private(path)
    return f"sqlite:///{path.as_posix()}"
