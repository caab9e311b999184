"""The ledger of every delivered file: what is new, what each file came to, what may be forgotten."""

import datetime as dt
import json
from dataclasses import dataclass, field

from pipelines import landing
from pipelines.catalogue import Catalogue, fingerprint
from pipelines.contract import Feed, Layout
from pipelines.editions import Edition
from pipelines.intake.account import Staged
from pipelines.landing import Found
from pipelines.warehouse import Warehouse

ACCEPTED = ("loaded", "partly_rejected", "superseded")
SET_ASIDE = ("duplicate", "quarantined")


@dataclass
class Pending:
    """What changed in a feed's landing folder since the ledger was last written."""

    files: list[Found] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """True where there is anything to do."""
        return bool(self.files or self.withdrawn)


@dataclass
class Entry:
    """One line of the ledger in the making; `is_moving` where the file changed while it was read."""

    found: Found
    sha256: str = ""
    size: int = 0
    received_at: dt.datetime = dt.datetime.min
    layout: Layout | None = None
    staged_file: str = ""
    account: Staged = field(default_factory=Staged)
    is_moving: bool = False

    @property
    def table(self) -> str | None:
        """The raw table the file fills."""
        return f"raw.{self.layout.table}" if self.layout else None

    @property
    def period(self) -> dt.date | None:
        """The period that the file's name says it is about."""
        return self.layout.period(self.found.name) if self.layout else None

    @property
    def edition(self) -> Edition:
        """What the file is among the deliveries of its table."""
        parts: dict[str, int] = {}
        for part, _, rows in self.account.parts:
            parts[part] = parts.get(part, 0) + rows
        return Edition(
            self.found.name, self.sha256, self.table or "", self.account.content, self.period,
            self.received_at, parts,
        )  # fmt: skip


def feed_definition(catalogue: Catalogue, feed: Feed) -> str:
    """Fingerprint what decides how a feed's files are read."""
    return fingerprint(*(table.definition for table in catalogue.raw_tables(feed)))


def pending(
    warehouse: Warehouse, catalogue: Catalogue, feed: Feed, *, full: bool = False
) -> Pending:
    """Compare landing with the ledger; a file of the same size and time is not read again."""
    definition = feed_definition(catalogue, feed)
    known = {
        # A staged copy that someone removed is made again from the delivery itself.
        name: (seen if _is_staged(warehouse, staged) else "", told, state, sha, same_as)
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
    return Pending(changed, sorted(gone))


def _is_staged(warehouse: Warehouse, staged_file: str | None) -> bool:
    return not staged_file or warehouse.staged_path(staged_file).exists()


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
        for path in warehouse.staged_path(table.stem).glob("*.parquet"):
            if f"{table.stem}/{path.name}" not in named:
                path.unlink(missing_ok=True)
