"""What waits of one feed, and its way from landing to typed Parquet; needs no open warehouse.

It says too what must be known about an accepted file's header, though nothing in it is wrong.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.contract.feed import Alias, Feed
from pipelines.contract.periods import financial_year_in_path, month_in_path
from pipelines.errors import FeedError
from pipelines.ingest import landing
from pipelines.ingest.intake.account import ACCEPTED, Entry, Made, Staged
from pipelines.ingest.intake.header import Match
from pipelines.ingest.intake.profile import Profile, profile
from pipelines.ingest.intake.route import owner, route
from pipelines.ingest.intake.source import Source
from pipelines.ingest.intake.stage import stage
from pipelines.ingest.intake.under_way import Kept, UnderWay
from pipelines.ingest.landing import Found
from pipelines.store.workers import Workers


def remarks(match: Match, name: str) -> list[str]:
    """Name the columns left out, and each column name that is not of the file's own period."""
    found = []
    if match.extra:
        extra = ", ".join(repr(cell[:60]) for cell in match.extra[:5])
        found.append(f"columns outside the contract were left out: {extra}.")
    period = match.layout.period(name) or month_in_path(name) or financial_year_in_path(name)
    if period is None:
        return found
    for column_name, place in match.places.items():
        cell = match.header[place]
        alias = match.layout.column(column_name).alias(cell)
        if alias is not None and (validity := _outside(alias, period)):
            found.append(
                f"the column {cell.strip()!r} is so called {validity}, but the file's name says "
                f"{period:%B %Y}; ask the supplier which edition it is."
            )
    return found


def _outside(alias: Alias, period: dt.date) -> str:
    """Say when a name is valid, where a period lies outside of that."""
    month = f"{period:%Y-%m}"
    if alias.valid_from and month < alias.valid_from:
        return f"from {alias.valid_from}"
    if alias.valid_to and month > alias.valid_to:
        return f"until {alias.valid_to}"
    return ""


Progress = Callable[[str, int, int], None]


@dataclass
class Batch:
    """One feed's pending files, with all that staging them must know.

    `definitions` are the fingerprints of the feed's raw tables by name, `taken` the file and the
    records behind each fingerprint already in the ledger, `first_seen` when each first came.
    """

    feed: Feed
    others: tuple[Feed, ...]
    definitions: dict[str, str]
    files: list[Found]
    withdrawn: list[str]
    now: dt.datetime
    today: dt.date
    scratch: Path
    under_way: UnderWay
    taken: dict[str, tuple[str, int]]
    first_seen: dict[str, dt.datetime]

    @property
    def names(self) -> list[str]:
        """The files whose lines of the ledger are written anew."""
        return [file.name for file in self.files] + self.withdrawn

    def stage(self, workers: Workers, progress: Progress | None = None) -> Made:
        """Fingerprint all, set copies aside, stage the rest two at a time or more."""
        with self.under_way.writing(dt.datetime.now(dt.UTC), self.now):
            return self._stage_all(workers, progress)

    def _stage_all(self, workers: Workers, progress: Progress | None) -> Made:
        made = list(workers.pool.map(self._profiled, self.files))
        first: dict[str, Entry] = {}
        new = [pair for pair in made if self._is_new(*pair, first)]
        waiting = [(entry, shape) for entry, shape in new if shape is not None]
        resumed = len(new) - len(waiting)
        done = workers.pool.map(lambda pair: self._staged(pair[0], pair[1], workers), waiting)
        for number, _ in enumerate(done, resumed + 1):
            if progress:
                progress(self.feed.feed_id, number, len(new))
        entries = [entry for entry, _ in made]
        for entry in entries:
            if entry.account.state == "duplicate":
                self._count_copy(entry, first)
        return Made(entries, resumed)

    def _is_new(self, entry: Entry, shape: Profile | None, first: dict[str, Entry]) -> bool:
        """Say whether a file must be staged; the same bytes are, where their names differ in period."""
        if (shape is None and not entry.staged_file) or entry.is_moving:
            return False
        held = first[entry.sha256].found.name if entry.sha256 in first else None
        held = self.taken[entry.sha256][0] if entry.sha256 in self.taken else held
        if held is None:
            first[entry.sha256] = entry
            return True
        for layout in self.feed.layouts:
            periods = layout.period(held), layout.period(entry.found.name)
            if None not in periods and periods[0] != periods[1]:
                return True
        entry.account.repeats(f"the same bytes as {held}.", entry.sha256)
        return False

    def _count_copy(self, entry: Entry, first: dict[str, Entry]) -> None:
        """Count a copy's records as ignored; a copy of a file that still changes waits with it."""
        original = first.get(entry.sha256)
        rows = original.account.rows_in_file if original else self.taken[entry.sha256][1]
        entry.is_moving = original is not None and original.is_moving
        entry.account.rows_in_file = entry.account.rows_ignored = rows

    def _profiled(self, file: Found) -> tuple[Entry, Profile | None]:
        entry = Entry(file, size=file.size, received_at=self._arrival(file))
        if file.problem:
            entry.account = Staged.refused(file.problem)
            return entry, None
        if self._is_resumed(entry):
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
            entry.received_at = self.first_seen.get(shape.sha256, entry.received_at)
            entry.is_moving = not landing.is_still(file)
            return entry, shape
        entry.is_moving = not landing.is_still(file)
        return entry, None

    def _arrival(self, file: Found) -> dt.datetime:
        """Give a file its arrival; one that a night cut off had found keeps that night's."""
        is_older = self.under_way.lines and landing.arrived(file.path) <= self.under_way.began
        return self.under_way.received_at if is_older else self.now

    def _is_resumed(self, entry: Entry) -> bool:
        """Take a file up as it was staged before the night was cut off, if it was."""
        kept = self.under_way.kept(entry.found)
        layouts = [] if kept is None else self.feed.layouts
        layout = next((one for one in layouts if kept and one.table == kept.table), None)
        if kept is None or layout is None:
            return False
        entry.sha256, entry.size, entry.received_at = kept.sha256, kept.size, kept.received_at
        entry.layout, entry.staged_file, entry.account = layout, kept.staged_file, kept.account
        return True

    def _staged(self, entry: Entry, shape: Profile, workers: Workers) -> None:
        """Route and stage one file; what is wrong with it goes into its account."""
        try:
            with landing.opened(entry.found, self.scratch) as path:
                self._stage(entry, path, shape, workers)
        except FeedError as error:
            entry.account = Staged.refused(str(error))
        except OSError:
            if landing.is_still(entry.found):
                raise
        entry.is_moving = not landing.is_still(entry.found)
        if entry.layout and entry.account.state in ACCEPTED and not entry.is_moving:
            kept = Kept(
                entry.sha256, entry.size, entry.received_at, entry.layout.table,
                entry.staged_file, entry.account,
            )  # fmt: skip
            self.under_way.keep(entry.found, kept)

    def _stage(self, entry: Entry, path: Path, shape: Profile, workers: Workers) -> None:
        file = entry.found
        routed = route(self.feed, file.name, path, shape)
        if (match := routed.match) is None:
            entry.account = Staged(state="ignored", reason=routed.ignored)
            return
        if match.problems and shape.size:
            theirs = owner(self.others, file.name, path, shape)
            if theirs:
                there = theirs[0][0].feed_id
                reason = f"it is a {there} file. Move it to landing/{there}/."
                entry.account = Staged(state="ignored", reason=reason)
                return
        entry.layout = match.layout
        definition = self.definitions[match.layout.table]
        about = f"-{entry.period}" if entry.period else ""
        entry.staged_file = (
            f"{match.layout.table}/{shape.sha256[:24]}-{definition[:8]}{about}.parquet"
        )
        source = Source(path, file.name, entry.received_at, shape, match, self.today)
        entry.account = stage(workers.mine(), source, self.under_way.staged / entry.staged_file)
        if entry.account.state != "refused":
            for remark in remarks(match, file.name):
                entry.account.note(remark)
