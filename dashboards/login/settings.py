"""What site.toml says of the login, checked before anything is served."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from dashboards.login.people import ROLES
from dashboards.web.security import LOOPBACK_HOSTS

CLAIMS = ("groups", "roles")
_KNOWN = (
    *("issuer", "client_id", "client_secret_env", "client_secret_file", "base_url", "claim"),
    *("roles", "idle_minutes", "absolute_hours", "public_without_login", "contact"),
    *("allowed_hosts", "proxy"),
)
_LONGEST_IDLE = 24 * 60
_LONGEST_SESSION = 7 * 24
_OF_ANY_TENANT = re.compile(r"/(common|organizations|consumers)(/|$)")


class LoginSettingsError(Exception):
    """A setting of the login is missing or wrong; the message says which and what to write."""


@dataclass(frozen=True)
class Login:
    """How people log in: through which provider, and which group has which role."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    base_url: str
    roles: Mapping[str, frozenset[str]]  # by group, or by application role
    claim: str = "groups"
    idle: dt.timedelta = dt.timedelta(minutes=30)
    absolute: dt.timedelta = dt.timedelta(hours=12)
    public_without_login: bool = False
    contact: str = ""
    allowed_hosts: tuple[str, ...] = ()
    proxy: str = ""

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
    table: Mapping[str, Any], site: Path, environ: Mapping[str, str] = os.environ
) -> Login:
    """Read the table `[login]` of a site's site.toml."""
    says = _Table(table, site / "site.toml")
    says.refuse_unknown()
    return Login(
        issuer=_issuer(says),
        client_id=says.text("client_id"),
        client_secret=_secret(says, site, environ),
        base_url=_base_url(says),
        roles=_roles(says),
        claim=says.one_of("claim", CLAIMS),
        idle=dt.timedelta(minutes=says.number("idle_minutes", 30, _LONGEST_IDLE)),
        absolute=dt.timedelta(hours=says.number("absolute_hours", 12, _LONGEST_SESSION)),
        public_without_login=says.flag("public_without_login"),
        contact=says.text("contact", "").rstrip("."),
        allowed_hosts=tuple(says.texts("allowed_hosts")),
        proxy=says.text("proxy", ""),
    )


@dataclass(frozen=True)
class _Table:
    """The table as written, and where, for sentences about it."""

    table: Mapping[str, Any]
    path: Path

    def refuse(self, name: str, said: str, because: Exception | None = None) -> NoReturn:
        raise LoginSettingsError(f"{self.path}: [login] {name} {said}") from because

    def refuse_unknown(self) -> None:
        if "client_secret" in self.table:
            self.refuse(
                "client_secret",
                "may not stand in site.toml, which is copied and shared. Put the secret in an "
                "environment variable or a file, and name it with client_secret_env or "
                "client_secret_file.",
            )
        for name in self.table:
            if name not in _KNOWN:
                self.refuse(name, f"is not a setting. There are {', '.join(_KNOWN)}.")

    def text(self, name: str, default: str | None = None) -> str:
        value = self.table.get(name, default)
        if value is None:
            self.refuse(name, "is missing. Login needs it; docs/login.md shows an example.")
        if not isinstance(value, str) or (not value.strip() and default is None):
            self.refuse(name, f"must be text; found {value!r}. Put it in quotes.")
        return value.strip()

    def texts(self, name: str) -> list[str]:
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(name, f'must be a list of texts; found {value!r}. Write ["..."].')
        return value

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, choices[0])
        if value not in choices:
            self.refuse(name, f"is {value!r}. Choose from {', '.join(choices)}.")
        return value

    def flag(self, name: str) -> bool:
        value = self.table.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, f"must be true or false, without quotes; found {value!r}.")
        return value

    def number(self, name: str, default: int, most: int) -> float:
        value = self.table.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            self.refuse(name, f"must be a number above 0, at most {most:,}; found {value!r}.")
        return value


def _issuer(says: _Table) -> str:
    address = _address(says, "issuer").rstrip("/")
    if _OF_ANY_TENANT.search(urlsplit(address).path):
        says.refuse(
            "issuer",
            f"is {address}, which lets people of any organisation in. Write your own tenant's: "
            "https://login.microsoftonline.com/<tenant id>/v2.0",
        )
    return address


def _base_url(says: _Table) -> str:
    address = _address(says, "base_url").rstrip("/")
    if urlsplit(address).path:
        says.refuse("base_url", f"is {address}. Write it without a path, as https://host")
    return address


def _address(says: _Table, name: str) -> str:
    """Read an address: https, or http on this very machine, where nobody listens between."""
    address = says.text(name)
    parts = urlsplit(address)
    is_here = parts.hostname in LOOPBACK_HOSTS
    if parts.scheme not in ({"http", "https"} if is_here else {"https"}) or not parts.hostname:
        says.refuse(name, f"is {address!r}. Write an address that begins with https://")
    if parts.query or parts.fragment or parts.username:
        says.refuse(name, f"is {address!r}. Leave out what follows ? or # or stands before @.")
    return address


def _secret(says: _Table, site: Path, environ: Mapping[str, str]) -> str:
    variable, file = says.text("client_secret_env", ""), says.text("client_secret_file", "")
    if bool(variable) == bool(file):
        says.refuse(
            "client_secret_env",
            "or client_secret_file must say where the client secret is: one of them, not both.",
        )
    if variable:
        found = environ.get(variable, "").strip()
        if not found:
            says.refuse(
                "client_secret_env",
                f"names {variable}, which is not set. Set it for the account that serves.",
            )
        return found
    return _secret_in(says, site / file)


def _secret_in(says: _Table, path: Path) -> str:
    try:
        found = path.read_text(encoding="utf-8").strip()
        is_open = os.name == "posix" and path.stat().st_mode & 0o007
    except (OSError, UnicodeDecodeError) as error:
        says.refuse("client_secret_file", f"names {path}, which cannot be read.", error)
    if is_open:
        says.refuse(
            "client_secret_file", f"names {path}, which everyone can read. Run: chmod 600 {path}"
        )
    if not found:
        says.refuse("client_secret_file", f"names {path}, which is empty.")
    return found


def _roles(says: _Table) -> dict[str, frozenset[str]]:
    """Turn "which groups have this role" into "which roles has this group"."""
    table = says.table.get("roles")
    if not isinstance(table, dict) or not table:
        says.refuse(
            "roles", "is missing. Add [login.roles] with, for each role, the groups that have it."
        )
    found: dict[str, set[str]] = {}
    for role, groups in table.items():
        if role not in ROLES:
            says.refuse(f"roles.{role}", f"is no role. Choose from {', '.join(ROLES)}.")
        listed = [groups] if isinstance(groups, str) else groups
        if not isinstance(listed, list) or not all(isinstance(g, str) and g for g in listed):
            says.refuse(f"roles.{role}", 'must be a list of groups: ["<group id>"].')
        for group in listed:
            found.setdefault(group.casefold(), set()).add(role)
    return {group: frozenset(roles) for group, roles in found.items()}
