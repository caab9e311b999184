"""The ledger of every delivered file: what is new, what each file came to, what may be forgotten."""

import datetime as dt
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import effects
from pipelines.catalogue.catalogue import Catalogue, Table, fingerprint
from pipelines.contract.feed import Feed
from pipelines.ingest import landing
from pipelines.ingest.intake.account import ACCEPTED, Entry
from pipelines.ingest.landing import Found
from pipelines.store.warehouse import Warehouse

SET_ASIDE = ("duplicate", "quarantined")


@dataclass
class Pending:
    """What changed in a feed's landing folder since the ledger was last written."""

    files: list[Found] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """True where there is anything to do."""
        return bool(self.files or self.withdrawn)


def feed_definition(catalogue: Catalogue, feed: Feed) -> str:
    """Fingerprint what decides how a feed's files are read."""
    return fingerprint(*(table.definition for table in catalogue.raw_tables(feed)))


def pending(
    warehouse: Warehouse,
    catalogue: Catalogue,
    feed: Feed,
    *,
    full: bool = False,
    received_by: dt.datetime | None = None,
) -> Pending:
    """Compare landing with the ledger; a file of the same size and time is not read again.

    What came after `received_by` is left for a later night.
    """
    definition = feed_definition(catalogue, feed)
    there = {
        f"{table.stem}/{path.name}"
        for table in catalogue.raw_tables(feed)
        for path in _copies_of(warehouse, table)
    }
    known = {
        # A staged copy that someone removed is made again from the delivery itself.
        name: (seen if not staged or staged in there else "", told, state, sha, same_as)
        for name, seen, told, state, sha, staged, same_as in warehouse.rows(
            "select file_name, seen, definition, state, sha256, staged_file, same_as "
            "from quality.delivery where feed_id = ?",
            [feed.feed_id],
        )
    }
    found = landing.find(warehouse.site.landing, feed.feed_id)
    changed = [
        file
        for file in found
        if full
        or known.get(file.name, ("", "", "", ""))[:2] != (file.seen, definition)
        or known[file.name][2] == "withdrawn"
    ]
    names = {file.name for file in found}
    gone = [
        name
        for name, (_, _, state, _, _) in known.items()
        if name not in names and state != "withdrawn"
    ]
    # A file that repeats another stands in for it, once that one is withdrawn or changed.
    read_anew = {file.name for file in changed}
    kept = {
        sha
        for name, (_, _, state, sha, _) in known.items()
        if state not in ("withdrawn", *SET_ASIDE) and name in names - read_anew
    }
    changed += [
        file
        for file in found
        if file.name not in read_anew
        and known[file.name][2] in SET_ASIDE
        and known[file.name][4] not in kept
    ]
    if gone or read_anew & known.keys():
        # What lost its staged copy to a later edition is read again: it may have to stand in.
        replaced = {
            name
            for (name,) in warehouse.rows(
                "select file_name from quality.delivery where feed_id = ? "
                "and state = 'superseded' and staged_file is null",
                [feed.feed_id],
            )
        }
        changed += [file for file in found if file.name in replaced - read_anew]
    if received_by is not None:
        changed = [file for file in changed if landing.arrived(file.path) <= received_by]
    return Pending(changed, sorted(gone))


def _copies_of(warehouse: Warehouse, table: Table) -> list[os.DirEntry[str]]:
    """List the staged copies of a table's deliveries; asking for each by itself takes longer."""
    try:
        with os.scandir(warehouse.staged_path(table.stem)) as entries:
            return [entry for entry in entries if entry.name.endswith(".parquet")]
    except FileNotFoundError:
        return []


def write(
    warehouse: Warehouse,
    catalogue: Catalogue,
    feed: Feed,
    entries: list[Entry],
    withdrawn: list[str],
) -> None:
    """Write what was found; the lines of the same names are replaced."""
    connection = warehouse.connection
    definition = feed_definition(catalogue, feed)
    synthetic = synthetic_fingerprints(warehouse)
    names = [entry.found.name for entry in entries]
    connection.execute(
        "update quality.delivery set state = 'withdrawn', reason = 'no longer in the landing folder' "
        "where file_name in (select unnest(?))",
        [withdrawn],
    )
    for table in ("delivery", "rejected_record"):
        connection.execute(
            f"delete from quality.{table} where file_name in (select unnest(?))", [names]
        )
    warehouse.insert("delivery", [_row(feed, entry, definition, synthetic) for entry in entries])
    mine = [table.name for table in catalogue.raw_tables(feed)]
    staged = [entry.staged_file for entry in entries]
    connection.execute(
        "delete from quality.delivery_part where table_name in (select unnest(?)) and ("
        "staged_file in (select unnest(?)) or not exists "
        "(from quality.delivery as d where d.staged_file = delivery_part.staged_file))",
        [mine, staged],
    )
    warehouse.insert(
        "delivery_part",
        [
            (entry.sha256, entry.table, part, month, rows, entry.staged_file)
            for entry in entries
            for part, month, rows in entry.account.parts
        ],
    )
    warehouse.insert(
        "rejected_record",
        [
            (feed.feed_id, entry.found.name, entry.sha256, line, column, value, rule)
            for entry in entries
            for line, column, value, rule in entry.account.rejects
        ],
    )


def _row(
    feed: Feed, entry: Entry, definition: str, synthetic: frozenset[str]
) -> tuple[object, ...]:
    account, file = entry.account, entry.found
    return (
        feed.feed_id, entry.table, file.name, entry.sha256, entry.size,
        account.rows_in_file, account.rows_loaded, account.rows_rejected, account.rows_ignored,
        entry.received_at, account.state, account.reason or None, entry.sha256 in synthetic,
        entry.staged_file if account.state in ACCEPTED else None, definition, file.seen,
        account.content or None, entry.period, account.same_as or None,
    )  # fmt: skip


def synthetic_fingerprints(warehouse: Warehouse) -> frozenset[str]:
    """Return the fingerprints of the deliveries that pcplan made for demonstration."""
    register = warehouse.site.synthetic_register
    if not register.is_file():
        return frozenset()
    return frozenset(json.loads(register.read_text(encoding="utf-8")))


def forget_unreferenced(warehouse: Warehouse, catalogue: Catalogue, feed: Feed) -> None:
    """Delete the staged copies of a feed that neither the ledger nor a raw table names."""
    named = {
        name
        for (name,) in warehouse.rows(
            "select staged_file from quality.delivery where staged_file is not null "
            "union select staged_file from quality.raw_file"
        )
    }
    for table in catalogue.raw_tables(feed):
        for copy in _copies_of(warehouse, table):
            if f"{table.stem}/{copy.name}" not in named:
                effects.unlink(Path(copy.path))
