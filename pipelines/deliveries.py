"""What has been delivered: the ledger of every file, kept by content."""

import datetime as dt
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pipelines import landing
from pipelines.catalogue import Catalogue, fingerprint
from pipelines.contract import Feed
from pipelines.errors import FeedError
from pipelines.intake.connections import Connections
from pipelines.intake.profile import Profile, profile
from pipelines.intake.route import owner, route
from pipelines.intake.stage import Source, Staged, stage
from pipelines.landing import Found
from pipelines.warehouse import Warehouse

Progress = Callable[[str, int, int], None]
ACCEPTED = ("loaded", "partly_rejected", "superseded")


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
    """One line of the ledger in the making."""

    found: Found
    sha256: str = ""
    size: int = 0
    table: str | None = None
    staged_file: str = ""
    account: Staged = field(default_factory=Staged)


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
        name: (seen if _is_staged(warehouse, staged) else "", told, state, sha)
        for name, seen, told, state, sha, staged in warehouse.rows(
            "select file_name, seen, definition, state, sha256, staged_file "
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
        for name, (_, _, state, _) in known.items()
        if name not in names and state != "withdrawn"
    ]
    # A duplicate stands in for the file it repeats, once that one is withdrawn or changed.
    read_anew = {file.name for file in changed}
    kept = {
        sha
        for name, (_, _, state, sha) in known.items()
        if state not in ("withdrawn", "duplicate") and name in names - read_anew
    }
    changed += [
        file
        for file in found
        if file.name not in read_anew
        and known[file.name][2] == "duplicate"
        and known[file.name][3] not in kept
    ]
    return Pending(changed, sorted(gone))


def _is_staged(warehouse: Warehouse, staged_file: str | None) -> bool:
    return not staged_file or warehouse.staged_path(staged_file).exists()


def take_in(
    warehouse: Warehouse,
    catalogue: Catalogue,
    feed: Feed,
    business_date: dt.date,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> int:
    """Read every pending file of a feed and write the ledger in one transaction; return how many."""
    todo = pending(warehouse, catalogue, feed, full=full)
    if not todo:
        return 0
    now = received_at(business_date)
    (latest,) = warehouse.one("select max(received_at) from quality.delivery")
    if latest is not None and latest >= now:
        # Arrival decides which edition is the later one, so it never goes back.
        now = latest + dt.timedelta(microseconds=1)
    intake = _Intake(warehouse, catalogue, feed, now, progress)
    entries = intake.run(todo)
    with warehouse.transaction():
        intake.write(entries, todo.withdrawn)
    return len(todo.files) + len(todo.withdrawn)


def received_at(business_date: dt.date) -> dt.datetime:
    """Give the time of arrival, UTC: now, or now's hour on the business date when it is a past one.

    A night that is run again for a past date must not say that its deliveries came after it.
    """
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    return min(now, dt.datetime.combine(business_date, now.time()))


class _Intake:
    """One feed's pending files on their way in."""

    def __init__(
        self,
        warehouse: Warehouse,
        catalogue: Catalogue,
        feed: Feed,
        now: dt.datetime,
        progress: Progress | None,
    ) -> None:
        self.warehouse, self.catalogue, self.feed, self.now = warehouse, catalogue, feed, now
        self.definition = feed_definition(catalogue, feed)
        self.progress = progress
        self.scratch = warehouse.site.warehouse_file.parent / "unpacked"
        self.synthetic = synthetic_fingerprints(warehouse)
        self.first_seen: dict[str, dt.datetime] = {}

    def run(self, todo: Pending) -> list[Entry]:
        """Fingerprint all, set duplicates aside, then stage the rest, two at a time or more."""
        files = todo.files
        names = {file.name for file in files} | set(todo.withdrawn)
        taken = {
            sha: name
            for sha, name in self.warehouse.rows(
                "select sha256, file_name from quality.delivery where feed_id = ? "
                "and state not in ('withdrawn', 'duplicate') and sha256 <> ''",
                [self.feed.feed_id],
            )
            if name not in names
        }
        self.first_seen = dict(
            self.warehouse.rows(
                "select sha256, min(received_at) from quality.delivery "
                "where feed_id = ? and sha256 <> '' group by all",
                [self.feed.feed_id],
            )
        )
        workers = min(8, max(2, os.cpu_count() or 2))
        entries: list[Entry] = []
        with ThreadPoolExecutor(workers) as pool:
            connections = Connections()
            try:
                profiled = pool.map(self._profiled, files)
                waiting = []
                for file, (shape, reason) in zip(files, profiled, strict=True):
                    entry = Entry(
                        file, shape.sha256 if shape else "", shape.size if shape else file.size
                    )
                    entries.append(entry)
                    if shape is None:
                        entry.account = Staged.refused(reason)
                    elif shape.sha256 in taken:
                        same = taken[shape.sha256]
                        entry.account = Staged(
                            state="duplicate", reason=f"the same bytes as {same}."
                        )
                    else:
                        taken[shape.sha256] = file.name
                        waiting.append((entry, shape))
                done = pool.map(lambda pair: self._staged(pair[0], pair[1], connections), waiting)
                for number, _ in enumerate(done, 1):
                    if self.progress:
                        self.progress(self.feed.feed_id, number, len(waiting))
            finally:
                connections.close()
        return entries

    def _profiled(self, file: Found) -> tuple[Profile | None, str]:
        if file.problem:
            return None, file.problem
        try:
            with landing.opened(file, self.scratch) as path:
                return profile(path), ""
        except FeedError as error:
            return None, str(error)
        except OSError as error:
            return None, f"cannot be read: {error.strerror or error}. Check its permissions."

    def _staged(self, entry: Entry, shape: Profile, connections: Connections) -> None:
        """Route and stage one file; what is wrong with it goes into its account."""
        file = entry.found
        try:
            with landing.opened(file, self.scratch) as path:
                routed = route(self.feed, file.name, path, shape)
                if routed.match is None:
                    entry.account = Staged(state="ignored", reason=routed.ignored)
                    return
                entry.table = f"raw.{routed.match.layout.table}"
                if routed.match.problems and shape.size:
                    others = [f for f in self.catalogue.feeds.values() if f is not self.feed]
                    theirs = owner(others, file.name, path, shape)
                    if theirs:
                        there = theirs[0][0].feed_id
                        entry.table = None
                        entry.account = Staged(
                            state="ignored",
                            reason=f"it is a {there} file. Move it to landing/{there}/.",
                        )
                        return
                definition = self.catalogue.tables[entry.table].definition
                entry.staged_file = (
                    f"{routed.match.layout.table}/{shape.sha256[:24]}-{definition[:8]}.parquet"
                )
                received = self.first_seen.get(shape.sha256, self.now)
                source = Source(path, file.name, received, shape, routed.match)
                entry.account = stage(
                    connections.mine(), source, self.warehouse.staged_path(entry.staged_file)
                )
                if routed.match.extra and entry.account.state != "refused":
                    extra = ", ".join(repr(cell) for cell in routed.match.extra[:5])
                    note = f"columns outside the contract were left out: {extra}."
                    entry.account.reason = f"{entry.account.reason} {note}".strip()
        except FeedError as error:
            entry.account = Staged.refused(str(error))

    def write(self, entries: list[Entry], withdrawn: list[str]) -> None:
        """Write what was found; the lines of the same names are replaced."""
        connection = self.warehouse.connection
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
        shas = [entry.sha256 for entry in entries if entry.account.state != "duplicate"]
        mine = [table.name for table in self.catalogue.raw_tables(self.feed)]
        connection.execute(
            "delete from quality.delivery_part where sha256 in (select unnest(?)) "
            "and table_name in (select unnest(?))",
            [shas, mine],
        )
        self.warehouse.insert("delivery", [self._row(entry) for entry in entries])
        self.warehouse.insert(
            "delivery_part",
            [
                (entry.sha256, entry.table, part, month, rows)
                for entry in entries
                for part, month, rows in entry.account.parts
            ],
        )
        self.warehouse.insert(
            "rejected_record",
            [
                (self.feed.feed_id, entry.found.name, entry.sha256, line, column, value, rule)
                for entry in entries
                for line, column, value, rule in entry.account.rejects
            ],
        )

    def _row(self, entry: Entry) -> tuple[object, ...]:
        account, file = entry.account, entry.found
        return (
            self.feed.feed_id, entry.table, file.name, entry.sha256, entry.size,
            account.rows_in_file, account.rows_loaded, account.rows_rejected, account.rows_ignored,
            self.first_seen.get(entry.sha256, self.now), account.state, account.reason or None,
            entry.sha256 in self.synthetic,
            entry.staged_file if account.state in ACCEPTED else None, self.definition, file.seen,
        )  # fmt: skip


def synthetic_fingerprints(warehouse: Warehouse) -> frozenset[str]:
    """Return the fingerprints of the deliveries that pcplan made for demonstration."""
    register = warehouse.site.synthetic_register
    if not register.is_file():
        return frozenset()
    return frozenset(json.loads(register.read_text(encoding="utf-8")))
