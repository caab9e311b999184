"""What a night does about keeping and forgetting: before its tables are built, and at its end."""

import datetime as dt
import logging
from dataclasses import dataclass, field

from pipelines import assemble
from pipelines.audit.log import enter
from pipelines.catalogue.catalogue import Catalogue
from pipelines.errors import PcplanError
from pipelines.retention import erasure, erasure_register, retention, upgrade
from pipelines.retention import staged as retention_staged
from pipelines.retention.retention import Keep, Removal
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What became of what is kept; `notes` say what could not be done, and why."""

    removal: Removal = field(default_factory=Removal)
    staged: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def before_night(
    site: Site, business_date: dt.date, catalogue: Catalogue | None = None
) -> list[erasure_register.Erasure]:
    """Bring an older site up to date, and begin the erasures that are due or were asked for.

    Call it while holding the site.
    """
    upgrade.migrate(site, attended=False)
    feeds = catalogue.feeds.values() if catalogue else assemble.feeds()
    for entry in erasure.expire(site, feeds, business_date):
        prints = ", ".join(entry.sha256s)
        enter(site, "erase", _LOGGER.warning, feed=entry.feed_id, sha256=prints, why=entry.why)
    if not erasure_register.read(site):
        return []
    return erasure.begin(site, catalogue or assemble.catalogue(site))


def after_night(site: Site, business_date: dt.date, catalogue: Catalogue | None = None) -> Kept:
    """Finish erasures and remove what the rule no longer keeps.

    The night has published, so nothing here may fail it: what cannot be done is told, and tried
    again by the next night.
    """
    try:
        if any(not entry.done_on for entry in erasure_register.read(site)):
            erasure.finish(site, catalogue or assemble.catalogue(site))
        staged: list[str] = []
        if site.warehouse_file.exists():
            with Warehouse(site) as warehouse:
                erasure.note_arrivals(warehouse)
                staged = retention_staged.forget_replaced(
                    warehouse, business_date, Keep.of(site).staged_nights
                )
        removal = retention.after_night(site)
    except PcplanError as error:
        return Kept(notes=(str(error),))
    except OSError as error:
        where = error.filename or site.published
        return Kept(notes=(f"{where}: {error.strerror or error}. It is tried again next night.",))
    left = tuple(
        f"Snapshot {name} is open in some program, so it stays until the next night."
        for name in removal.left
    )
    return Kept(removal, tuple(staged), left)
