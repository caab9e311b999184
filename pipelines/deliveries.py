"""Takes a feed's new deliveries in: fingerprinted, staged, judged and written into the ledger."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from pipelines import landing
from pipelines.catalogue import Catalogue
from pipelines.contract import Feed
from pipelines.editions import judge, standing
from pipelines.errors import FeedError
from pipelines.intake.account import Staged
from pipelines.intake.profile import Profile, profile
from pipelines.intake.remarks import remarks
from pipelines.intake.route import owner, route
from pipelines.intake.source import Source
from pipelines.intake.stage import stage
from pipelines.intake.workers import Workers
from pipelines.landing import Found
from pipelines.ledger import SET_ASIDE, Entry, Pending, forget_unreferenced, pending, write
from pipelines.warehouse import Warehouse

Progress = Callable[[str, int, int], None]


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
    today = max(business_date, dt.datetime.now(dt.UTC).date())
    intake = _Intake(warehouse, catalogue, feed, (now, today), progress)
    entries = [entry for entry in intake.run(todo) if not entry.is_moving]
    with warehouse.transaction():
        write(warehouse, catalogue, feed, entries, todo.withdrawn)
    forget_unreferenced(warehouse, catalogue, feed)
    return len(entries) + len(todo.withdrawn)


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
        moment: tuple[dt.datetime, dt.date],
        progress: Progress | None,
    ) -> None:
        self.warehouse, self.catalogue, self.feed = warehouse, catalogue, feed
        self.now, self.today = moment
        self.progress = progress
        self.scratch = warehouse.site.warehouse_file.parent / "unpacked"
        self.first_seen: dict[str, dt.datetime] = {}

    def run(self, todo: Pending) -> list[Entry]:
        """Fingerprint all, set copies aside, stage the rest two at a time or more, judge them all."""
        besides = [file.name for file in todo.files] + todo.withdrawn
        taken = {
            sha: (name, rows)
            for sha, name, rows in self.warehouse.rows(
                f"select sha256, file_name, rows_in_file from quality.delivery where feed_id = ? "
                f"and state not in ('withdrawn', {', '.join(map(repr, SET_ASIDE))}) "
                "and sha256 <> '' and file_name not in (select unnest(?))",
                [self.feed.feed_id, besides],
            )
        }
        self.first_seen = dict(
            self.warehouse.rows(
                "select sha256, min(received_at) from quality.delivery "
                "where feed_id = ? and sha256 <> '' group by all",
                [self.feed.feed_id],
            )
        )
        workers = self.warehouse.workers
        made = list(workers.pool.map(self._profiled, todo.files))
        first: dict[str, Entry] = {}
        waiting = [pair for pair in made if self._is_new(*pair, taken, first)]
        done = workers.pool.map(lambda pair: self._staged(pair[0], pair[1], workers), waiting)
        for number, _ in enumerate(done, 1):
            if self.progress:
                self.progress(self.feed.feed_id, number, len(waiting))
        entries = [entry for entry, _ in made]
        for entry in entries:
            if entry.account.state == "duplicate":
                self._count_copy(entry, taken, first)
        judged = [entry for entry in entries if not entry.is_moving]
        judge(self.warehouse, judged, standing(self.warehouse, self.feed.feed_id, besides))
        return entries

    def _is_new(
        self,
        entry: Entry,
        shape: Profile | None,
        taken: dict[str, tuple[str, int]],
        first: dict[str, Entry],
    ) -> bool:
        """Say whether a file must be staged; the same bytes are, where their names differ in period."""
        if shape is None or entry.is_moving:
            return False
        held = first[shape.sha256].found.name if shape.sha256 in first else None
        held = taken[shape.sha256][0] if shape.sha256 in taken else held
        if held is None:
            first[shape.sha256] = entry
            return True
        for layout in self.feed.layouts:
            periods = layout.period(held), layout.period(entry.found.name)
            if None not in periods and periods[0] != periods[1]:
                return True
        entry.account.repeats(f"the same bytes as {held}.", shape.sha256)
        return False

    @staticmethod
    def _count_copy(
        entry: Entry, taken: dict[str, tuple[str, int]], first: dict[str, Entry]
    ) -> None:
        """Count a copy's records as ignored; a copy of a file that still changes waits with it."""
        original = first.get(entry.sha256)
        rows = original.account.rows_in_file if original else taken[entry.sha256][1]
        entry.is_moving = original is not None and original.is_moving
        entry.account.rows_in_file = entry.account.rows_ignored = rows

    def _profiled(self, file: Found) -> tuple[Entry, Profile | None]:
        entry = Entry(file, size=file.size, received_at=self.now)
        if file.problem:
            entry.account = Staged.refused(file.problem)
            return entry, None
        try:
            with landing.opened(file, self.scratch) as path:
                shape = profile(path)
        except FeedError as error:
            entry.account = Staged.refused(str(error))
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}. Check its permissions."
            entry.account = Staged.refused(reason)
        else:
            entry.sha256, entry.size = shape.sha256, shape.size
            entry.received_at = self.first_seen.get(shape.sha256, self.now)
            entry.is_moving = not landing.is_still(file)
            return entry, shape
        entry.is_moving = not landing.is_still(file)
        return entry, None

    def _staged(self, entry: Entry, shape: Profile | None, workers: Workers) -> None:
        """Route and stage one file; what is wrong with it goes into its account."""
        assert shape is not None
        try:
            with landing.opened(entry.found, self.scratch) as path:
                self._stage(entry, path, shape, workers)
        except FeedError as error:
            entry.account = Staged.refused(str(error))
        except OSError:
            if landing.is_still(entry.found):
                raise
        entry.is_moving = not landing.is_still(entry.found)

    def _stage(self, entry: Entry, path: Path, shape: Profile, workers: Workers) -> None:
        file = entry.found
        routed = route(self.feed, file.name, path, shape)
        if (match := routed.match) is None:
            entry.account = Staged(state="ignored", reason=routed.ignored)
            return
        if match.problems and shape.size:
            others = [f for f in self.catalogue.feeds.values() if f is not self.feed]
            theirs = owner(others, file.name, path, shape)
            if theirs:
                there = theirs[0][0].feed_id
                reason = f"it is a {there} file. Move it to landing/{there}/."
                entry.account = Staged(state="ignored", reason=reason)
                return
        entry.layout = match.layout
        definition = self.catalogue.tables[f"raw.{match.layout.table}"].definition
        about = f"-{entry.period}" if entry.period else ""
        entry.staged_file = (
            f"{match.layout.table}/{shape.sha256[:24]}-{definition[:8]}{about}.parquet"
        )
        source = Source(path, file.name, entry.received_at, shape, match, self.today)
        target = self.warehouse.staged_path(entry.staged_file)
        entry.account = stage(workers.mine(), source, target)
        if entry.account.state != "refused":
            for remark in remarks(match, file.name):
                entry.account.note(remark)
