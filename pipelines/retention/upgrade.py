"""Brings a site of an older form up to date, step by step; a night does what needs nobody to watch."""

from pipelines.errors import ConfigurationError
from pipelines.retention.migrations import STEPS, Step
from pipelines.site.site import Site
from pipelines.site.version import SCHEMA_VERSION, refuse_newer, stamp, version_of


def pending(site: Site) -> list[Step]:
    """List the steps that a site has not taken."""
    refuse_newer(site.root)
    version = version_of(site.root)
    return [step for step in STEPS if step.to > version]


def migrate(site: Site, *, attended: bool) -> list[Step]:
    """Take every step that is due, and say which; call it while holding the site."""
    taken = []
    for step in pending(site):
        if not (attended or step.unattended):
            raise ConfigurationError(
                f"{site.root}: is of form {step.to - 1}. This step is not taken by itself: it "
                f"{step.what}. Make a backup with `pcplan backup`, then run `pcplan upgrade`."
            )
        step.run(site)
        stamp(site.root, step.to)
        taken.append(step)
    return taken


def advice(site: Site) -> str:
    """Say what to do about an older site; empty for one that is up to date."""
    if not pending(site):
        return ""
    return (
        f"This site is of form {version_of(site.root)}, and this pcplan keeps form "
        f"{SCHEMA_VERSION}. What is published can be read as it is; make a backup with `pcplan "
        "backup`, then run `pcplan upgrade`."
    )
