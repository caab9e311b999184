"""What `[tell]` in site.toml says: who is told, by which channel. All of it is off by default.

Secrets are not settings: a password or a webhook's address comes from the environment or from a
file of its own that site.toml names, and is never written to a log or a message.
"""

import os
import re
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pipelines.settings.declared import Declared, Line, Rule, WrongError, must, one_of, refuse
from pipelines.settings.secrets import LOOPBACK, elsewhere, is_safe, secret_in
from pipelines.site.site import Site

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_NOT_SAFE = (
    "leads where others could read it: it must begin with https://, or lead to this machine."
)


def _mailbox(value: Any) -> str:
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        refuse(f"must be a mail address such as name@example.org; found {value!r}.")
    return value


def _mailboxes(value: Any) -> tuple[str, ...]:
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list | tuple):
        refuse(f'must be a list of addresses; found {value!r}. Write ["name@example.org"].')
    return tuple(_mailbox(one) for one in written)


def _weekday(day: str) -> int | None:
    return DAYS.index(day) if day else None


def _service(url: str) -> str:
    """Read the address of a web service, which is a secret and so is not shown."""
    if url and not is_safe(url.strip()):
        refuse(_NOT_SAFE)
    return url.strip()


Mailboxes = Annotated[tuple[str, ...], Rule(_mailboxes, whole=True)]
Service = Annotated[str, Rule(_service)]


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


@dataclass(frozen=True, kw_only=True)
class Settings(Declared):
    """The table [tell]; a secret that comes from elsewhere is put where its name is."""

    mail_to: Mailboxes = ()
    mail_from: Annotated[str, Rule(_mailbox, whole=True)] = ""
    smtp_host: Line = ""
    smtp_port: Annotated[int, must("a port such as 587", lambda port: 0 < port < 65536)] = 0
    smtp_security: Annotated[str, one_of(_PORTS)] = "starttls"
    smtp_user: Line = ""
    smtp_password: Annotated[str, elsewhere("smtp_password_file")] = field(default="", repr=False)
    smtp_password_file: Line = ""
    teams_url: Service = field(default="", repr=False)
    teams_url_file: Line = ""
    webhook_url: Service = field(default="", repr=False)
    webhook_url_file: Line = ""
    ping_url: Service = field(default="", repr=False)
    ping_url_file: Line = ""
    digest_day: Annotated[int | None, one_of(("", *DAYS)), Rule(_weekday)] = None  # 0 is Monday
    digest_audience: Annotated[str, one_of(("board", "public"))] = "board"
    owners: dict[str, Mailboxes] = field(default_factory=dict)

    @property
    def mail(self) -> Mail | None:
        """The mail server, where one is named."""
        if not self.smtp_host:
            return None
        return Mail(
            self.smtp_host, self.smtp_port or _PORTS[self.smtp_security], self.smtp_security,
            self.mail_from, self.mail_to, self.smtp_user, self.smtp_password,
        )  # fmt: skip

    @property
    def channels(self) -> list[str]:
        """Name the channels by which a night is told."""
        named = {"mail": self.mail_to, "Teams": self.teams_url, "webhook": self.webhook_url}
        return [name for name, is_there in named.items() if is_there]

    def check(self) -> None:
        """Refuse mail without a server, and mail that others could read on its way."""
        if (self.mail_to or self.owners) and not self.smtp_host:
            refuse("is missing: name the office's mail server.", "smtp_host")
        if self.smtp_host and not self.mail_from:
            refuse("is missing: write a mail address such as name@example.org.", "mail_from")
        if self.smtp_host and self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            said = "is 'none', and mail without encryption goes to this machine only."
            refuse(said, "smtp_security")


def read_settings(site: Site) -> Settings:
    """Read `[tell]`; ConfigurationError names the setting that cannot be used, and its line."""
    settings = site.document.read(Settings, "tell")
    secrets: dict[str, Any] = {}
    for name in ("smtp_password", "teams_url", "webhook_url", "ping_url"):
        file = getattr(settings, f"{name}_file")
        try:
            secret = os.environ.get(f"PCPLAN_{name.upper()}", "").strip()
            secret = secret or (secret_in(site.root / file) if file else getattr(settings, name))
            secrets[name] = secret if name == "smtp_password" else _service(secret)
        except WrongError as wrong:
            site.document.refuse(("tell", f"{name}_file" if file else name), str(wrong))
    return replace(settings, **secrets)
