"""Progress of a long copy, in bytes, on a terminal that somebody watches."""

import sys

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from pipelines.cli.terminal import ERR


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
