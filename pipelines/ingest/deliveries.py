"""Takes a feed's new deliveries in: fingerprinted, staged, judged and written into the ledger."""

import datetime as dt
from typing import NamedTuple

from pipelines.catalogue.catalogue import Catalogue
from pipelines.contract.feed import Feed
from pipelines.ingest.editions import judge, standing
from pipelines.ingest.intake.account import Made
from pipelines.ingest.intake.batch import Batch
from pipelines.ingest.intake.under_way import UnderWay
from pipelines.ingest.ledger import SET_ASIDE, feed_definition, forget_unreferenced, pending, write
from pipelines.store.warehouse import Warehouse


class Taken(NamedTuple):
    """How many files were taken in, and how many of them had been staged before."""

    files: int = 0
    resumed: int = 0


def waiting(
    warehouse: Warehouse,
    catalogue: Catalogue,
    feed: Feed,
    business_date: dt.date,
    *,
    full: bool = False,
    received_by: dt.datetime | None = None,
) -> Batch | None:
    """Gather what waits of a feed with all that staging it must know; None where nothing waits.

    What a night that was cut off had staged already is taken up, not read again.
    """
    todo = pending(warehouse, catalogue, feed, full=full, received_by=received_by)
    if not todo:
        return None
    now = received_at(business_date, received_by)
    (latest,) = warehouse.one("select max(received_at) from quality.delivery")
    under_way = UnderWay(
        warehouse.site.staged / f"{feed.feed_id}.under_way.jsonl",
        warehouse.site.staged,
        feed_definition(catalogue, feed),
    )
    first_seen = dict(
        warehouse.rows(
            "select sha256, min(received_at) from quality.delivery "
            "where feed_id = ? and sha256 <> '' group by all",
            [feed.feed_id],
        )
    )
    (latest_of_feed,) = warehouse.one(
        "select max(received_at) from quality.delivery where feed_id = ?", [feed.feed_id]
    )
    if not full and under_way.resume(latest_of_feed):
        latest = max(latest or under_way.latest, under_way.latest)
    if latest is not None and latest >= now:
        # Arrival decides which edition is the later one, so it never goes back.
        now = latest + dt.timedelta(microseconds=1)
    besides = [file.name for file in todo.files] + todo.withdrawn
    taken = {
        sha: (name, rows)
        for sha, name, rows in warehouse.rows(
            f"select sha256, file_name, rows_in_file from quality.delivery where feed_id = ? "
            f"and state not in ('withdrawn', {', '.join(map(repr, SET_ASIDE))}) "
            "and sha256 <> '' and file_name not in (select unnest(?))",
            [feed.feed_id, besides],
        )
    }
    return Batch(
        feed,
        tuple(other for other in catalogue.feeds.values() if other is not feed),
        {table.stem: table.definition for table in catalogue.raw_tables(feed)},
        todo.files,
        todo.withdrawn,
        now,
        max(business_date, dt.datetime.now(dt.UTC).date()),
        warehouse.site.unpacked,
        under_way,
        taken,
        first_seen,
    )


def take_in(warehouse: Warehouse, catalogue: Catalogue, batch: Batch, made: Made) -> Taken:
    """Judge what was staged of a feed, and write the ledger in one transaction."""
    entries = [entry for entry in made.entries if not entry.is_moving]
    judge(warehouse, entries, standing(warehouse, batch.feed.feed_id, batch.names))
    with warehouse.transaction():
        write(warehouse, catalogue, batch.feed, entries, batch.withdrawn)
    batch.under_way.forget()
    forget_unreferenced(warehouse, catalogue, batch.feed)
    return Taken(len(entries) + len(batch.withdrawn), made.resumed)


def received_at(business_date: dt.date, received_by: dt.datetime | None = None) -> dt.datetime:
    """Give the time of arrival, UTC: now, or now's hour on the business date when it is a past one.

    A night that is run again for a past date must not say that its deliveries came after it; one
    that was missed takes what was received by its own moment.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    if received_by is not None:
        return min(now, received_by.astimezone(dt.UTC).replace(tzinfo=None))
    return min(now, dt.datetime.combine(business_date, now.time()))
