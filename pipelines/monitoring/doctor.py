"""Says what is well and what is not with an installation and a site, and what mends it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.errors import PcplanError
from pipelines.monitoring import doctor_machine as machine
from pipelines.monitoring import doctor_site
from pipelines.monitoring.doctor_machine import Verdict
from pipelines.site.site import Site

Check = Callable[[], Verdict]


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` is empty where it is well."""

    name: str
    is_well: bool
    found: str
    remedy: str


def examine(site_path: Path | None = None) -> list[Finding]:
    """Look at everything; each check stands alone, and none that fails stops the next."""
    site, verdict = _site(site_path)
    checks: list[tuple[str, Check]] = [
        ("Python", machine.python),
        ("packages", machine.packages),
        ("pinned versions", machine.pins),
        ("DuckDB", machine.duck),
        ("time zones", machine.time_zones),
        ("fonts", machine.fonts),
        ("catalogue", partial(machine.catalogue, site)),
        ("dashboards' port", partial(machine.port, 8050, "pcplan serve --port 8051")),
        ("Dagster's port", partial(machine.port, 3000, "pcplan dev --port 3001")),
        ("site", lambda: verdict),
    ]
    if site is not None:
        checks += [(name, partial(check, site)) for name, check in doctor_site.CHECKS]
    return [_safely(name, check) for name, check in checks]


def _site(site_path: Path | None) -> tuple[Site | None, Verdict]:
    """Open the site; one whose settings cannot be read is not examined further."""
    try:
        site = Site.find(site_path)
        return site, doctor_site.settings(site)
    except PcplanError as error:
        return None, machine.look(str(error), "Do what the sentence before this one says.")


def _safely(name: str, check: Check) -> Finding:
    try:
        is_well, found, remedy = check()
    except PcplanError as error:
        is_well, found, remedy = False, str(error), "Do what the sentence before this one says."
    except Exception as error:  # noqa: BLE001  (one check that fails must not hide the others)
        is_well, found = False, f"could not be looked at: {type(error).__name__}: {error}"
        remedy = "Send this line to whoever keeps pcplan."
    return Finding(name, is_well, found, remedy)
