"""Which snapshot is current, asked at every request and read only where it may have changed."""

import time
from pathlib import Path

from snapshot.published import current_snapshot_id

_SETTLED_NANOSECONDS = 2_000_000_000  # the coarsest clock of a file system ticks in two seconds


class Pointer:
    """CURRENT.json as it stands at each request, read again only when it has been replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[tuple[int, int, int], str] | None = None

    def snapshot_id(self) -> str:
        """Return which snapshot is current.

        A file just written may be replaced within one tick of the disk's clock, under the same
        number: what is that new is read each time.
        """
        try:
            found = (self._folder / "CURRENT.json").stat()
        except FileNotFoundError:
            return current_snapshot_id(self._folder)
        seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        is_settled = abs(time.time_ns() - found.st_mtime_ns) > _SETTLED_NANOSECONDS
        read = self._read
        if read is None or read[0] != seen or not is_settled:
            self._read = read = (seen, current_snapshot_id(self._folder))
        return read[1]
