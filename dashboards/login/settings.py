"""What site.toml says of the login, checked before anything is served."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from dashboards.login.people import ROLES
from dashboards.web.security import LOOPBACK_HOSTS
from pipelines.settings.declared import (
    TEXT,
    Declared,
    Line,
    Rule,
    Text,
    Texts,
    WrongError,
    must,
    one_of,
    refuse,
)
from pipelines.settings.document import Document
from pipelines.settings.secrets import elsewhere, secret_in

_OF_ANY_TENANT = re.compile(r"/(common|organizations|consumers)(/|$)")


def _address(text: str) -> str:
    """Read an address: https, or http on this very machine, where nobody listens between."""
    parts = urlsplit(text)
    schemes = ("https", "http") if parts.hostname in LOOPBACK_HOSTS else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        refuse(f"is {text!r}. Write an address that begins with https://")
    if parts.query or parts.fragment or parts.username:
        refuse(f"is {text!r}. Leave out what follows ? or # or stands before @.")
    return text.rstrip("/")


def _issuer(text: str) -> str:
    address = _address(text)
    if _OF_ANY_TENANT.search(urlsplit(address).path):
        refuse(
            f"is {address}, which lets people of any organisation in. Write your own tenant's: "
            "https://login.microsoftonline.com/<tenant id>/v2.0"
        )
    return address


def _base_url(text: str) -> str:
    address = _address(text)
    if urlsplit(address).path:
        refuse(f"is {address}. Write it without a path, as https://host")
    return address


def _roles(table: Any) -> dict[str, frozenset[str]]:
    """Turn "which groups have this role" into "which roles has this group"."""
    if not isinstance(table, dict) or not table:
        refuse("must name groups: add [login.roles] with, for each role, its groups.")
    roles: dict[str, set[str]] = {}
    for role, groups in table.items():
        if role not in ROLES:
            refuse(f"is no role. Choose from {', '.join(ROLES)}.", role)
        listed = [groups] if isinstance(groups, str) else groups
        if not isinstance(listed, list) or not all(isinstance(g, str) and g for g in listed):
            refuse('must be a list of groups: ["<group id>"].', role)
        for group in listed:
            roles.setdefault(group.casefold(), set()).add(role)
    return {group: frozenset(held) for group, held in roles.items()}


def _up_to(most: int) -> Rule:
    return must(f"a number above 0, at most {most:,}", lambda number: 0 < number <= most)


@dataclass(frozen=True, kw_only=True)
class Login(Declared):
    """How people log in: through which provider, and which group has which role."""

    issuer: Annotated[str, TEXT, Rule(_issuer)]
    client_id: Text
    client_secret: Annotated[str, elsewhere("client_secret_env", "client_secret_file")] = field(
        default="", repr=False
    )
    client_secret_env: Line = ""
    client_secret_file: Line = ""
    base_url: Annotated[str, TEXT, Rule(_base_url)]
    roles: Annotated[Mapping[str, frozenset[str]], Rule(_roles, whole=True)]  # by group
    claim: Annotated[str, one_of(("groups", "roles"))] = "groups"
    idle_minutes: Annotated[float, _up_to(24 * 60)] = 30
    absolute_hours: Annotated[float, _up_to(7 * 24)] = 12
    public_without_login: bool = False
    contact: Annotated[str, Rule(lambda text: text.strip().rstrip("."))] = ""
    allowed_hosts: Texts = ()
    proxy: Line = ""

    @property
    def idle(self) -> dt.timedelta:
        """How long a session may rest."""
        return dt.timedelta(minutes=self.idle_minutes)

    @property
    def absolute(self) -> dt.timedelta:
        """How long a session may last."""
        return dt.timedelta(hours=self.absolute_hours)

    @property
    def is_secure(self) -> bool:
        """Say whether browsers reach these pages over TLS."""
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Return the names under which these pages may be asked for."""
        named = urlsplit(self.base_url).hostname or ""
        return [*LOOPBACK_HOSTS, named, *self.allowed_hosts]

    def roles_of(self, claimed: object) -> frozenset[str]:
        """Return the roles that what the provider claims of a person amounts to."""
        groups = claimed if isinstance(claimed, list) else [claimed]
        held = (self.roles.get(str(group).casefold(), frozenset()) for group in groups)
        return frozenset[str]().union(*held)


def read_login(
    document: Document, site: Path, environ: Mapping[str, str] = os.environ
) -> Login | None:
    """Read the table `[login]` of a site's site.toml; None where there is none."""
    if document.data.get("login") is None:
        return None
    login = document.read(Login, "login")
    variable, file = login.client_secret_env, login.client_secret_file
    name = "client_secret_file" if file and not variable else "client_secret_env"
    try:
        if bool(variable) == bool(file):
            refuse(
                "or client_secret_file must say where the client secret is: one of them, not both."
            )
        secret = environ.get(variable, "").strip() if variable else secret_in(site / file)
        if not secret:
            refuse(f"names {variable}, which is not set. Set it for the account that serves.")
    except WrongError as wrong:
        document.refuse(("login", name), str(wrong))
    return replace(login, client_secret=secret)
