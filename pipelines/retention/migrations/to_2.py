"""Form 2: how long things are kept stands in site.toml, and the store knows what it may forget."""

import tomllib

from pipelines import effects
from pipelines.errors import ConfigurationError
from pipelines.retention import kept
from pipelines.site.site import KEEP_TOML, Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots

WHAT = (
    "writes the usual [keep] into site.toml, notes which snapshots board dates keep for ever, and "
    "gives the working store the tables and columns it lacks"
)


def run(site: Site) -> None:
    """Bring a site of form 1 to form 2."""
    # Before any rule is applied: what the boards of the past had before them stays.
    kept.remember(site, kept.dates(snapshots.listed(site.published)))
    if site.warehouse_file.exists():
        with Warehouse(site) as warehouse, warehouse.transaction():
            warehouse.remember("schema_version", "2")
    _say_how_long(site)


def _say_how_long(site: Site) -> None:
    path = site.root / "site.toml"
    text = path.read_text(encoding="utf-8")
    if "keep" in tomllib.loads(text):
        return
    longer = f"{text.rstrip()}\n{KEEP_TOML}"
    try:
        tomllib.loads(longer)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"{path}: [keep] cannot be added at its end ({error}). Add it by hand; see docs/keeping.md."
        ) from error
    effects.write_text(path, longer)
