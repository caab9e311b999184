"""Deliveries whose years are over, by their contracts: counted from the day they really came.

The ledger's time of arrival will not do: a night that is run for a past date says that what it
took in came by then. So the day is written down beside it, once, and goes with the working store
into a backup; where that store had to be made again, a file counts from when it came to lie in
landing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from pipelines.contract.feed import Feed
from pipelines.ingest import landing
from pipelines.retention.erasure import entry_of, ledgered
from pipelines.retention.erasure_register import Erasure, read, write
from pipelines.retention.retention import Keep
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse

BY_CONTRACT = "pcplan"


def note_arrivals(warehouse: Warehouse) -> None:
    """Write down since when each delivery is kept, where that is not yet written."""
    new = warehouse.rows(
        "select file_name, sha256, received_at from quality.delivery where state <> 'withdrawn' "
        "and sha256 <> '' and sha256 not in (select sha256 from quality.kept_since)"
    )
    since: dict[str, dt.date] = {}
    for name, sha256, received_at in new:
        path = warehouse.site.landing / name.partition("!")[0]
        days = [received_at.date()]
        if path.is_file():
            days.append(landing.arrived(path).date())
        since[sha256] = max(days) if sha256 not in since else min(max(days), since[sha256])
    if since:
        with warehouse.transaction():
            warehouse.insert("kept_since", sorted(since.items()))


def expire(site: Site, feeds: Iterable[Feed], business_date: dt.date) -> list[Erasure]:
    """Enter the deliveries whose years are over, on a day that has come."""
    if not Keep.of(site).deliveries or not site.warehouse_file.exists():
        return []
    today = min(business_date, dt.datetime.now(dt.UTC).date())
    with Warehouse(site) as warehouse:
        over = [(feed, expired(warehouse, feed, today)) for feed in feeds]
    entered = []
    for feed, found in over:
        if found:
            why = f"kept {feed.retention_years} years, as its contract says"
            prints = set(found.values()) - {""}
            entry = entry_of(feed.feed_id, found, prints, by=BY_CONTRACT, why=why)
            entered.append(replace(entry, is_expiry=True, **ledgered(site, found)))
    if entered:
        write(site, [*read(site), *entered])
    return entered


def expired(warehouse: Warehouse, feed: Feed, today: dt.date) -> dict[str, str]:
    """Map each delivery whose years are over to its fingerprint.

    A delivery of a list that is still in use (areas, offence codes) stays until one replaces it.
    """
    return dict(
        warehouse.rows(
            """select file_name, sha256 from quality.delivery as d
            join quality.kept_since as k using (sha256)
            where feed_id = ? and state <> 'withdrawn'
                and k.since_date + to_years(?::integer) < ?::timestamp
                and not (? and exists (
                    from quality.raw_file as f where f.staged_file = d.staged_file))""",
            [
                feed.feed_id,
                feed.retention_years,
                dt.datetime.combine(today, dt.time()),
                feed.reference,
            ],
        )
    )
