"""The key that signs cookies and forms: made on first need, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from pipelines import effects
from pipelines.errors import ConfigurationError

ELSEWHERE = "PCPLAN_SECRET_KEY"
_LEAST = 32


def cookie_key(path: Path) -> bytes:
    """Return the key from the environment, else from its file, which is made if it is not there."""
    if given := os.environ.get(ELSEWHERE, ""):
        return _checked(given.encode("utf-8"), f"the environment variable {ELSEWHERE}")
    try:
        if not path.exists():
            effects.make_folder(path.parent)
            beside = path.with_name(path.name + effects.PARTIAL)
            make_private(beside)
            with effects.opened(beside, "w") as file:
                file.write(secrets.token_hex(_LEAST))
            effects.replace(beside, path)
        return _checked(path.read_bytes().strip(), str(path))
    except OSError as error:
        raise ConfigurationError(
            f"{path}: the key that signs cookies cannot be read or made ({error.strerror}). "
            "Give the account that serves the right to write in that folder."
        ) from error


def make_private(path: Path) -> None:
    """Make a file for its owner alone, before a byte is in it; leave one that is there."""
    effects.before("open", path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def _checked(key: bytes, where: str) -> bytes:
    if len(key) < _LEAST:
        raise ConfigurationError(
            f"{where}: holds {len(key)} characters; a key has {_LEAST} at least. Remove it, and "
            "a new one is made: everyone has to log in again, and nothing else is lost."
        )
    return key
