"""How people log in to a site's dashboards, as its site.toml says, and whether that works."""

from dashboards.login.people import RefusedError
from dashboards.login.settings import Login, LoginSettingsError, read_login
from pipelines.errors import ConfigurationError
from pipelines.monitoring.doctor_machine import Verdict, look, well
from pipelines.site.site import Site


def login_of(site: Site) -> Login | None:
    """Read the table [login]; None where there is none. Raises ConfigurationError."""
    table = site.settings.get("login")
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ConfigurationError(f"{site.root / 'site.toml'}: login is a table: write [login].")
    try:
        return read_login(table, site.root)
    except LoginSettingsError as error:
        raise ConfigurationError(str(error)) from error


def login(site: Site) -> Verdict:
    """Look whether the login's settings can be used, and whether the provider answers."""
    found = login_of(site)
    if found is None:
        return well("there is none, so the pages are for this machine alone")
    from dashboards.login.oidc import try_provider

    try:
        host = try_provider(found)
    except RefusedError as error:
        return look(
            error.reason,
            "Look at issuer under [login] in site.toml, and at this machine's way to the internet.",
        )
    groups = len(found.roles)
    return well(f"through {host}, for {groups} group{'' if groups == 1 else 's'}")
