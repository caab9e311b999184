"""What is secret comes from the environment or from a file that no other account may read."""

import difflib
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.settings.declared import Rule, refuse

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
VARIABLES = (
    *("PCPLAN_SITE", "PCPLAN_SECRET_KEY", "PCPLAN_AUDIT_KEYS", "PCPLAN_SMTP_PASSWORD"),
    *("PCPLAN_TEAMS_URL", "PCPLAN_WEBHOOK_URL", "PCPLAN_PING_URL"),
)


def elsewhere(*names: str) -> Rule:
    """Refuse a secret where it is copied and shared; `names` are the settings that say where it is."""

    def read(_: object) -> str:
        refuse(
            "may not stand in site.toml, which is copied and shared. Put the secret in an "
            f"environment variable or a file, and name it with {' or '.join(names)}."
        )

    return Rule(read, whole=True)


def secret_in(path: Path) -> str:
    """Read a secret from a file of its own, which others may not read; raises WrongError."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
        is_open = is_open_to_others(path)
    except (OSError, UnicodeDecodeError):
        refuse(f"names {path}, which cannot be read.")
    if is_open:
        refuse(f"names {path}, which others can read. Run: chmod 600 {path}")
    if not secret:
        refuse(f"names {path}, which is empty.")
    return secret


def is_open_to_others(path: Path) -> bool:
    """Say whether more than the account that needs it can read a secret's file.

    A file that belongs to another account (root) may let its group read it: we are of that group.
    """
    if os.name != "posix":
        return False
    about = path.stat()
    return bool(about.st_mode & (0o077 if about.st_uid == os.geteuid() else 0o007))


def mistyped_variables(environ: Iterable[str]) -> list[str]:
    """Say which variables of the environment are nearly, but not quite, ones that are read."""
    return [
        f"{name} is set, which nothing reads: did you mean {near[0]}?"
        for name in sorted(set(environ) - set(VARIABLES))
        if name.startswith("PCPLAN_")
        and (near := difflib.get_close_matches(name, VARIABLES, 1, 0.85))
    ]


def is_safe(url: str) -> bool:
    """Say whether what is sent to an address is encrypted on its way, or never leaves."""
    try:
        parts = urlsplit(url)
        has_port = parts.port != 0
    except ValueError:
        return False
    if not url.isprintable() or " " in url or not parts.hostname or not has_port:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
