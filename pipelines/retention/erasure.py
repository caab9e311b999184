"""Erases deliveries from every byte of a site: one that is asked for, or whose years are over.

An erasure is entered in the register first, so that one which is cut off is gone on with by the
next night. It begins before the night (landing, staged copies, the working store) and ends after
it: the night has then built everything without the delivery and published that, and the earlier
snapshots are rebuilt by what it says.

Years are counted, by a feed's contract, from the day that a delivery really came. The ledger's time
of arrival will not do: a night that is run for a past date says that what it took in came by then.
So the day is written down beside it, once, and goes with the working store into a backup; where that
store had to be made again, a file counts from when it came to lie in landing.
"""

import datetime as dt
import json
import string
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipelines import assemble, effects
from pipelines.catalogue.catalogue import Catalogue
from pipelines.catalogue.lineage import tables_read
from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError
from pipelines.ingest import landing
from pipelines.ingest.intake.profile import profile
from pipelines.retention import erasure_places, erasure_warehouse
from pipelines.retention.erasure_register import Erasure, read, write
from pipelines.retention.erasure_snapshots import Traces, look, rebuild, withdraw
from pipelines.retention.retention import Keep
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots

SHORTEST_PRINT = 8  # characters of a fingerprint that name a delivery
NOTE = "erased.json"


def ask(
    site: Site, feed: Feed, given: str, *, by: str, why: str, is_withdrawing: bool = False
) -> Erasure:
    """Enter that one delivery is to be erased, with every copy of it; nothing is erased yet."""
    if not why.strip() or not by.strip():
        raise ConfigurationError(
            f"{given}: say with --reason why it is erased, and with --as who you are."
        )
    names, prints = matching(site, feed, given)
    erasure = entry_of(feed.feed_id, names, prints, by=" ".join(by.split()), why=why)
    erasure = replace(erasure, is_withdrawing=is_withdrawing, **ledgered(site, names))
    write(site, [*read(site), erasure])
    return erasure


def matching(site: Site, feed: Feed, given: str) -> tuple[set[str], set[str]]:
    """Find a delivery and its copies, read or not yet read; return their names and fingerprints."""
    with Warehouse(site) as warehouse:
        known = warehouse.rows("select file_name, sha256, feed_id from quality.delivery")
    unread = {}
    for found in landing.find(site.landing, feed.feed_id):
        if found.name not in {name for name, _, _ in known} and not found.problem:
            with landing.opened(found, site.warehouse_file.parent / "unpacked") as path:
                unread[found.name] = profile(path).sha256
    mine = {name: sha for name, sha, feed_id in known if feed_id == feed.feed_id} | unread
    names = _matching(mine, given, feed)
    prints = {mine[name] for name in names} - {""}
    names |= {name for name, sha, _ in known if sha in prints}
    names |= {name for name, sha in unread.items() if sha in prints}
    return names, prints


def _matching(mine: dict[str, str], given: str, feed: Feed) -> set[str]:
    """Find the one delivery that is meant: by its name under landing, or by its fingerprint."""
    wanted = given.replace("\\", "/").removeprefix("landing/")
    named = {name for name in mine if name in (wanted, f"{feed.feed_id}/{wanted}")}
    is_print = len(given) >= SHORTEST_PRINT and set(given.casefold()) <= set(string.hexdigits)
    if not named and is_print:
        prints = {sha for sha in mine.values() if sha.startswith(given.casefold())}
        if len(prints) == 1:
            named = {name for name, sha in mine.items() if sha in prints}
    if not named:
        listed = ", ".join(sorted(mine)[:5]) or "none"
        raise ConfigurationError(
            f"{feed.feed_id}: no delivery is named {given}, or has that fingerprint. Nothing was "
            f"erased. It has {len(mine):,}, such as {listed}."
        )
    return named


def entry_of(
    feed_id: str, names: Iterable[str], prints: Iterable[str], *, by: str, why: str
) -> Erasure:
    """Make an entry of the register, of now."""
    asked_on = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    why = " ".join(why.split()).rstrip(".")
    return Erasure(feed_id, sorted(names), sorted(prints), [], "", asked_on, by, why)


def ledgered(site: Site, names: Iterable[str]) -> dict[str, Any]:
    """Return what the ledger says of deliveries: the tables they fill, and when the first came."""
    with Warehouse(site) as warehouse:
        tables, received_at = warehouse.one(
            "select list_sort(list_distinct(list(table_name))), min(received_at) "
            "from quality.delivery where file_name in (select unnest(?))",
            [sorted(names)],
        )
    received_on = received_at.isoformat(timespec="seconds") if received_at else ""
    return {"tables": tables or [], "received_on": received_on}


def begin(site: Site, catalogue: Catalogue) -> list[Erasure]:
    """Remove what was asked for from landing and the working store; call it before the night."""
    every = read(site)
    _again(site, every)
    waiting = [erasure for erasure in every if not erasure.gone_on]
    if not waiting:
        return []
    for erasure in waiting:
        erasure_places.erase(site, erasure)
    if site.warehouse_file.exists():
        erasure_warehouse.erase(site, catalogue, waiting)
    for erasure in waiting:
        erasure.gone_on = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    write(site, every)
    return waiting


def _again(site: Site, every: list[Erasure]) -> None:
    """Erase again what came once more: the same bytes under any name of the same feed."""
    asked = [erasure for erasure in every if erasure.gone_on and not erasure.is_expiry]
    for feed_id in sorted({erasure.feed_id for erasure in asked}):
        prints = {sha for one in asked if one.feed_id == feed_id for sha in one.sha256s}
        with Warehouse(site) as warehouse:
            known = set(warehouse.rows("select file_name, seen from quality.delivery"))
        for found in landing.find(site.landing, feed_id):
            if (found.name, found.seen) in known or found.problem:
                continue
            with landing.opened(found, site.warehouse_file.parent / "unpacked") as path:
                is_same = profile(path).sha256 in prints
            if is_same:
                erasure_places.erase_from_landing(site, [found.name])


def finish(site: Site, catalogue: Catalogue) -> list[Erasure]:
    """Rebuild or withdraw the earlier snapshots; call it after a night that published."""
    every = read(site)
    waiting = [erasure for erasure in every if erasure.gone_on and not erasure.done_on]
    newest = snapshots.current(site.published) if waiting else None
    if newest is None or newest.manifest["published_at"] < min(e.gone_on for e in waiting):
        return []
    for erasure in waiting:
        traces = _traces(catalogue, erasure)
        if erasure_warehouse.forget_series(site, traces.metrics, newest.file("restricted")):
            erasure_warehouse.rewrite(site)
        is_gone = _clear_snapshots(site, every, erasure, traces)
        erasure.papers = _flag_papers(site, erasure)
        if is_gone:
            erasure.done_on = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        write(site, every)
    return waiting


def _traces(catalogue: Catalogue, erasure: Erasure) -> Traces:
    tables = erasure_warehouse.affected(catalogue, erasure)
    return Traces(
        frozenset(erasure.file_names),
        frozenset([erasure.feed_id]),
        frozenset(tables),
        frozenset(name.split(".")[1] for name in tables if name.startswith("metrics.")),
        frozenset(
            name
            for name, query in assemble.published_queries().items()
            if query and tables_read(query) & tables
        ),
        f"its content was erased on {erasure.asked_on[:10]}.",
    )


def _clear_snapshots(site: Site, every: list[Erasure], erasure: Erasure, traces: Traces) -> bool:
    """Rebuild or withdraw each snapshot that held the delivery; False where one is still in use."""
    is_gone = True
    with effects.scratch(site.warehouse_file.parent / "unpacked") as folder:
        newest = snapshots.find(site.published)
        for audience in snapshots.AUDIENCES:
            name = f"{audience}.duckdb"
            effects.copy(newest.folder / name, folder / name, durable=False)
        guide = replace(newest, folder=folder)
        for snapshot in snapshots.listed(site.published):
            if snapshot.manifest["published_at"] < erasure.received_on:
                continue
            held = look(snapshot, guide, traces)
            if not held.anything:
                continue
            old_id, new_id = snapshot.snapshot_id, ""
            if not (erasure.is_withdrawing and held.is_listed):
                new_id = rebuild(site, snapshot, guide, traces)
            erasure.snapshots[old_id] = new_id
            write(site, every)
            is_gone = withdraw(site, snapshot, new_id) and is_gone
    return is_gone


def _flag_papers(site: Site, erasure: Erasure) -> list[str]:
    """Lay a note beside every paper that was written from a snapshot which held the delivery."""
    flagged = []
    for path in sorted((site.root / "papers_out").rglob("manifest.json")):
        try:
            papers = json.loads(path.read_text(encoding="utf-8"))["papers"]
            named = {str(said["snapshot_id"]) for said in papers.values()}
        except (ValueError, KeyError, TypeError, AttributeError):
            named = set(erasure.snapshots)  # what it was written from cannot be seen
        if named & erasure.snapshots.keys():
            where = path.parent.relative_to(site.root).as_posix()
            flagged.append(where)
            said = {
                "what": "A delivery that these papers may draw on was erased after they were "
                "written. Read them for what it held; write them again, or withdraw them.",
                "feed_id": erasure.feed_id,
                "erased_on": erasure.asked_on[:10],
            }
            effects.write_text(path.with_name(NOTE), json.dumps(said, indent=1) + "\n")
    return flagged


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
