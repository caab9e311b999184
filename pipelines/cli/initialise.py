"""Makes a new site: its settings, its plan, its folders, and synthetic deliveries on request."""

import json
from collections.abc import Callable
from pathlib import Path

from demonstration import write_deliveries
from pipelines import effects
from pipelines.errors import ConfigurationError
from pipelines.site.site import DEMONSTRATION_TOML, FOLDERS, KEEP_TOML, SITE_TOML, Site
from pipelines.site.version import SCHEMA_VERSION, stamp

OFFICE = "Office of the Police and Crime Commissioner"


def initialise(
    root: Path,
    plan: Path,
    feed_ids: list[str],
    *,
    demonstration: bool,
    force_code: str,
    progress: Callable[[str, int], None] | None = None,
) -> Site:
    """Scaffold a site; refuse a folder that holds anything already."""
    root = root.absolute()
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ConfigurationError(
            f"{root}: exists and is not empty. Name a new folder; nothing was changed."
        )
    for folder in FOLDERS:
        effects.make_folder(root / folder)
    for feed_id in feed_ids:
        effects.make_folder(root / "landing" / feed_id)
    for path in sorted(plan.glob("*.yaml")):
        effects.copy(path, root / "plan" / path.name, durable=False)
    if demonstration:
        written = write_deliveries(root / "landing", progress=progress)
        register = root / "state" / "synthetic_deliveries.json"
        effects.write_text(register, json.dumps(written, indent=1, sort_keys=True) + "\n")
    settings = SITE_TOML.format(
        office_name=OFFICE,
        force_code=force_code,
        demonstration=DEMONSTRATION_TOML if demonstration else "",
        keep=KEEP_TOML,
    )
    stamp(root, SCHEMA_VERSION)
    # site.toml is written last: a folder without it is not a site, so a killed init is seen as such.
    effects.write_text(root / "site.toml", settings)
    return Site(root)
