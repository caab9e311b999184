"""Makes a new site: its settings, its plan, its folders, and synthetic deliveries on request."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from pipelines.demonstration import write_deliveries
from pipelines.errors import ConfigurationError
from pipelines.site import DEMONSTRATION_TOML, FOLDERS, SITE_TOML, Site

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
        (root / folder).mkdir(parents=True, exist_ok=True)
    for feed_id in feed_ids:
        (root / "landing" / feed_id).mkdir(exist_ok=True)
    for path in sorted(plan.glob("*.yaml")):
        shutil.copyfile(path, root / "plan" / path.name)
    if demonstration:
        written = write_deliveries(root / "landing", progress=progress)
        register = root / "state" / "synthetic_deliveries.json"
        register.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    settings = SITE_TOML.format(
        office_name=OFFICE,
        force_code=force_code,
        demonstration=DEMONSTRATION_TOML if demonstration else "",
    )
    # site.toml is written last: a folder without it is not a site, so a killed init is seen as such.
    (root / "site.toml").write_text(settings, encoding="utf-8")
    return Site(root)
