"""What the terminal shows: progress on a terminal, one plain line per table elsewhere."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, cast

from rich.console import Console
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from pipelines.build.builder import TableResult
from pipelines.ingest.receive import Received
from pipelines.monitoring.status import Status
from pipelines.nightly.missed_nights import CAUGHT_UP, Due, Outcome
from snapshot.synthetic import ON_A_TERMINAL

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)
WIDEST = 400


class _Lines:
    """A stream that passes each whole line on."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._begun = say, ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, whole):
            self._say(line.rstrip())
        return len(text)

    def flush(self) -> None:
        """Keep a line that is not whole yet."""


@contextlib.contextmanager
def said_to(say: Callable[[str], None]) -> Iterator[None]:
    """Pass on what is printed within, line by line, instead of showing it."""
    lines = cast("IO[str]", _Lines(say))
    OUT.file = ERR.file = lines
    try:
        yield
    finally:
        OUT.file = ERR.file = None  # type: ignore[assignment]  # whatever the streams are then


class NightReport:
    """Hears a night as it runs, and prints one aligned line per table."""

    def __init__(self) -> None:
        """Show a progress bar only where someone watches."""
        self.total = 0
        self.done = 0
        self.progress: Progress | None = None
        self.task: TaskID | None = None
        if sys.stderr.isatty():
            self.progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=ERR,
                transient=True,
            )

    def __enter__(self) -> "NightReport":
        """Start the bar."""
        if self.progress:
            self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bar."""
        if self.progress:
            self.progress.stop()

    def hear(self, kind: str, what: object) -> None:
        """Take one event of the night."""
        if kind == "night" and isinstance(what, Due) and what.how == CAUGHT_UP:
            OUT.print(f"The night of {what.business_date} was missed; it is run now.")
        elif kind == "touched" and isinstance(what, list):
            self.total = len(what)
            if self.progress:
                self.task = self.progress.add_task("tables", total=self.total)
            if what:
                OUT.print(_LINE.format("table", "outcome", "rows", "checks", "seconds"))
        elif (
            kind == "files" and isinstance(what, tuple) and self.progress and self.task is not None
        ):
            feed, done, total = what
            self.progress.update(self.task, description=f"{feed}: file {done:,} of {total:,}")
        elif kind == "table" and isinstance(what, TableResult):
            self._table(what)

    def _table(self, result: TableResult) -> None:
        self.done += 1
        if self.progress and self.task is not None:
            self.progress.update(self.task, completed=self.done, description=result.table)
        passed = sum(check.passed for check in result.expectations)
        checks = f"{passed}/{len(result.expectations)}" if result.expectations else "-"
        rows = "-" if result.outcome in ("withheld", "broken") else f"{result.rows:,}"
        if result.outcome == "unchanged":
            rows, checks = "-", "-"
        OUT.print(
            _LINE.format(result.table, result.outcome, rows, checks, f"{result.seconds:.1f}"),
            markup=False,
        )
        if result.files_resumed:
            OUT.print(
                f"    {result.files_resumed:,} of its files were staged before, by a night that "
                "was cut off; they were not read again."
            )
        if result.outcome == "broken":
            OUT.print(f"    {result.reason}. Its last good rows stay.", markup=False)


def print_table(table: Table) -> None:
    """Print a table whole: where nobody watches, lines are as long as they need to be."""
    if OUT.is_terminal:
        OUT.print(table)
        return
    wide = Console(highlight=False, width=WIDEST)
    width = Measurement.get(wide, wide.options, table).maximum
    Console(highlight=False, width=width).print(table)


_LINE = "{:<52} {:<10} {:>12} {:>8} {:>8}"


def print_received(received: Sequence[Received]) -> None:
    """List what went where, then what went nowhere and why."""
    taken = [item for item in received if item.feed_id]
    by_feed: dict[str, int] = {}
    for item in taken:
        by_feed[str(item.feed_id)] = by_feed.get(str(item.feed_id), 0) + 1
    if taken:
        table = Table("feed", "files", "already there", box=None, pad_edge=False)
        for feed_id, count in sorted(by_feed.items()):
            again = sum(i.feed_id == feed_id and i.reason == "already there" for i in taken)
            table.add_row(feed_id, f"{count:,}", f"{again:,}" if again else "-")
        OUT.print(table)
    unknown = [item for item in received if not item.feed_id]
    if unknown:
        OUT.print(f"\nNot recognised, {len(unknown):,} of {len(received):,}:")
        for item in unknown:
            OUT.print(f"  {item.source}: {item.reason}", markup=False)
    if taken:
        OUT.print("\nNext: pcplan nightly")


def print_status(status: Status) -> None:
    """Print each feed and then, in words, what is late, refused or withheld."""
    if status.is_synthetic:
        OUT.print(ON_A_TERMINAL, style="bold")
    if status.snapshot_id is None:
        OUT.print("Nothing is published yet. Run: pcplan nightly")
        return
    OUT.print(
        f"Snapshot {status.snapshot_id}, as at {status.snapshot_business_date}, "
        f"published {status.published_at}. Today is taken as {status.business_date}.\n"
    )
    table = Table(box=None, pad_edge=False)
    for name in ("feed", "last delivery", "data to", "due", "rows", "rejected", "how it stands"):
        right = name in ("rows", "rejected")
        table.add_column(
            name,
            justify="right" if right else "left",
            no_wrap=name not in ("feed", "how it stands"),
            overflow="fold",
        )
    for feed in status.feeds:
        table.add_row(
            feed.feed_id,
            f"{feed.last_delivery_at:%Y-%m-%d}" if feed.last_delivery_at else "-",
            str(feed.data_to or "-"),
            str(feed.due_date or "-"),
            f"{feed.rows_loaded:,}",
            f"{feed.rows_rejected:,}",
            feed.standing,
        )
    print_table(table)
    _print_problems(status.problems)


def _print_problems(problems: Iterable[str]) -> None:
    problems = list(problems)
    if not problems:
        OUT.print("\nNothing is late, refused or withheld.")
        return
    OUT.print(f"\n{len(problems)} to look at:")
    for problem in problems:
        OUT.print(f"  {problem}", markup=False)


def print_missed(nights: Sequence[Outcome]) -> None:
    """Say what became of each night that was missed and run now."""
    for night in nights:
        came_to = f"published snapshot {night.snapshot_id}" if night.snapshot_id else "nothing new"
        OUT.print(
            f"Missed night of {night.business_date}: {night.failure or came_to}.", markup=False
        )


def print_night(status: Status, results: Sequence[TableResult], snapshot_id: str | None) -> None:
    """Close a night in words: what published, what is withheld and why, what to do next."""
    if snapshot_id is None:
        OUT.print("Nothing new: no delivery, no changed definition, nothing to mend.")
    else:
        built = sum(result.outcome == "built" for result in results)
        OUT.print(f"\nPublished snapshot {snapshot_id}: {built} tables rebuilt.")
    if status.is_synthetic:
        OUT.print(ON_A_TERMINAL, style="bold")
    _print_problems(status.problems)
    OUT.print("\nNext: pcplan serve (dashboards), pcplan paper --theme offenders --board-date DATE")
