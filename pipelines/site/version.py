"""The form a site is kept in: a number that goes up when an older site must be brought up to date."""

import json
from pathlib import Path

from pipelines import effects
from pipelines.errors import ConfigurationError

SCHEMA_VERSION = 2
FILE = Path("state") / "site_version.json"


def version_of(root: Path) -> int:
    """Return the form of a site; the first one said nothing of it."""
    path = root / FILE
    try:
        version = json.loads(path.read_text(encoding="utf-8"))["schema_version"]
    except FileNotFoundError:
        return 1
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{path}: does not say the form of the site ({error!r}). Put back the file from your "
            "last backup."
        ) from error
    if not isinstance(version, int) or version < 1:
        raise ConfigurationError(
            f"{path}: schema_version {version!r} is no form of a site. Put back the file from your "
            "last backup."
        )
    return version


def refuse_newer(root: Path) -> None:
    """Refuse a site that a newer pcplan has brought to a form that this one does not know."""
    version = version_of(root)
    if version > SCHEMA_VERSION:
        raise ConfigurationError(
            f"{root}: is of form {version}, made by a newer pcplan; this one knows forms up to "
            f"{SCHEMA_VERSION}. Install the newer pcplan again, or restore a backup made before "
            "the upgrade. Nothing was changed."
        )


def stamp(root: Path, version: int) -> None:
    """Write down the form of a site; last, when all of it has that form."""
    effects.make_folder((root / FILE).parent)
    effects.write_text(root / FILE, json.dumps({"schema_version": version}) + "\n")
