"""What `[tell]` in site.toml says: who is told, by which channel. All of it is off by default.

Secrets are not settings: a password or a webhook's address comes from the environment or from a
file of its own that site.toml names, and is never written to a log or a message.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pipelines.errors import ConfigurationError
from pipelines.site.site import Site

SECURITY = ("starttls", "tls", "none")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AUDIENCES = ("board", "public")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_KNOWN = frozenset(
    ("mail_to", "mail_from", "smtp_host", "smtp_port", "smtp_security", "smtp_user")
) | frozenset(("smtp_password_file", "teams_url_file", "webhook_url_file", "ping_url_file"))
_ALSO_KNOWN = frozenset(("teams_url", "webhook_url", "ping_url", "digest_day", "digest_audience"))


@dataclass(frozen=True)
class Mail:
    """The office's mail server, and who is told."""

    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...] = ()
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """Every channel that is configured."""

    mail: Mail | None = None
    teams_url: str = field(default="", repr=False)
    webhook_url: str = field(default="", repr=False)
    ping_url: str = field(default="", repr=False)
    digest_day: int | None = None  # 0 is Monday
    digest_audience: str = "board"
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def channels(self) -> list[str]:
        """Name the channels by which a night is told."""
        named = {
            "mail": self.mail is not None and self.mail.to,
            "Teams": self.teams_url,
            "webhook": self.webhook_url,
        }
        return [name for name, is_there in named.items() if is_there]


def read_settings(site: Site) -> Settings:
    """Read `[tell]`; raise ConfigurationError with the setting's name where one cannot be used."""
    said = site.settings.get("tell", {})
    reading = _Reading(site.root, said if isinstance(said, dict) else {})
    if not isinstance(said, dict):
        reading.refuse("tell", said, "make it a table: a line [tell], then its settings")
    if unknown := sorted(said.keys() - _KNOWN - _ALSO_KNOWN - {"owners"}):
        reading.refuse(unknown[0], said[unknown[0]], "there is no such setting; see README.md")
    owners = said.get("owners", {})
    if not isinstance(owners, dict):
        reading.refuse("owners", owners, "make it a table: a line [tell.owners]")
    day = reading.one_of("digest_day", ("", *DAYS), "")
    return Settings(
        mail=_mail(reading, has_owners=bool(owners)),
        teams_url=reading.address("teams_url", "PCPLAN_TEAMS_URL"),
        webhook_url=reading.address("webhook_url", "PCPLAN_WEBHOOK_URL"),
        ping_url=reading.address("ping_url", "PCPLAN_PING_URL"),
        digest_day=DAYS.index(day) if day else None,
        digest_audience=reading.one_of("digest_audience", AUDIENCES, "board"),
        owners={
            owner: reading.mailboxes(f"owners.{owner}", written)
            for owner, written in owners.items()
        },
    )


def _mail(reading: "_Reading", *, has_owners: bool) -> Mail | None:
    to = reading.mailboxes("mail_to", reading.said.get("mail_to", []))
    host = reading.text("smtp_host")
    if not to and not has_owners and not host:
        return None
    if not host:
        reading.refuse("smtp_host", host, "name the office's mail server")
    security = reading.one_of("smtp_security", SECURITY, "starttls")
    if security == "none" and host not in _LOOPBACK:
        reading.refuse(
            "smtp_security", security, "mail without encryption goes to this machine only"
        )
    port = reading.said.get("smtp_port", _PORTS[security])
    if type(port) is not int or not 0 < port < 65536:
        reading.refuse("smtp_port", port, "write a port such as 587")
    (sender,) = reading.mailboxes("mail_from", [reading.said.get("mail_from", "")])
    return Mail(
        host, port, security, sender, to, reading.text("smtp_user"),
        reading.secret("smtp_password", "PCPLAN_SMTP_PASSWORD"),
    )  # fmt: skip


@dataclass(frozen=True)
class _Reading:
    """Reads one setting after another, and says of each what is wrong with it."""

    root: Path
    said: dict[str, Any]

    def refuse(self, name: str, found: object, remedy: str) -> NoReturn:
        raise ConfigurationError(
            f"{self.root / 'site.toml'}: tell.{name} cannot be used; found {found!r}: {remedy}."
        )

    def text(self, name: str) -> str:
        found = self.said.get(name, "")
        if not isinstance(found, str) or not found.isprintable():
            self.refuse(name, found, "write one line of text in quotes")
        return found.strip()

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        found = self.said.get(name, default)
        if found not in allowed:
            self.refuse(name, found, f"choose from {', '.join(filter(None, allowed))}")
        return str(found)

    def mailboxes(self, name: str, found: object) -> tuple[str, ...]:
        written = [found] if isinstance(found, str) else found
        if not isinstance(written, list):
            self.refuse(name, found, 'write a list of addresses: ["name@example.org"]')
        for one in written:
            if not isinstance(one, str) or not _ADDRESS.fullmatch(one):
                self.refuse(name, one, "write a mail address such as name@example.org")
        return tuple(written)

    def secret(self, name: str, variable: str) -> str:
        """Read a secret: from the environment, else from the file that the setting names."""
        if found := os.environ.get(variable, "").strip():
            return found
        file = self.text(f"{name}_file")
        if not file:
            return ""
        try:
            return (self.root / file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.refuse(f"{name}_file", file, "that file cannot be read")

    def address(self, name: str, variable: str) -> str:
        """Read the address of a web service: https, or http on this machine alone."""
        url = self.secret(name, variable) or self.text(name)
        if url and not is_safe(url):
            raise ConfigurationError(
                f"{self.root / 'site.toml'}: the address of tell.{name} cannot be used: it must "
                "begin with https://, or lead to this machine."
            )
        return url


def is_safe(url: str) -> bool:
    """Say whether what is sent to an address is encrypted on its way, or never leaves."""
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0
    except ValueError:
        return False
    if not url.isprintable() or " " in url or not parts.hostname or not has_port:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
