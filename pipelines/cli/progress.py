"""Shows a download or a long copy as it goes: a bar on a terminal, a line for each tenth elsewhere."""

import sys

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from pipelines.cli.terminal import ERR
from pipelines.ingest.fetch.download import Progress as Hear

TENTHS = 10


class DownloadReport:
    """Hears downloads as they go."""

    def __init__(self, console: Console) -> None:
        """Show a bar only where someone watches."""
        self.console = console
        self.bar: Progress | None = None
        if sys.stderr.isatty():
            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                DownloadColumn(),
                TransferSpeedColumn(),
                TimeRemainingColumn(),
                console=console,
                transient=True,
            )

    def __enter__(self) -> "DownloadReport":
        """Start the bar."""
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bar."""
        if self.bar:
            self.bar.stop()

    def hear(self, name: str) -> Hear:
        """Return what hears of one file."""
        if self.bar is not None:
            return self._bar(self.bar, name)
        tenths = -1

        def line(done: int, total: int | None) -> None:
            nonlocal tenths
            reached = TENTHS * done // total if total else 0
            if reached > tenths:
                tenths = reached
                of = f" of {total:,}" if total else ""
                self.tell(f"{name}: {done:,}{of} bytes")

        return line

    def _bar(self, bar: Progress, name: str) -> Hear:
        task = None

        def move(done: int, total: int | None) -> None:
            nonlocal task
            if task is None:
                task = bar.add_task(name, total=total)
            bar.update(task, completed=done, total=total)

        return move

    def tell(self, message: str) -> None:
        """Say what happened, in a sentence."""
        self.console.print(f"  {message}", markup=False)


class Bytes:
    """Shows how many bytes of a long copy are done, where someone watches."""

    def __init__(self) -> None:
        """Make the bar."""
        self.task: TaskID | None = None
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        is_watched = sys.stderr.isatty()
        self.progress = Progress(*columns, console=ERR, transient=True, disable=not is_watched)

    def __enter__(self) -> "Bytes":
        """Start the bar."""
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the bar."""
        self.progress.stop()

    def hear(self, what: str, count: int) -> None:
        """Begin a stretch of so many bytes, or go on in it where it has no name."""
        if what:
            self.task = self.progress.add_task(what, total=count)
        elif self.task is not None:
            self.progress.advance(self.task, count)
