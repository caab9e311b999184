"""One library for each audience: who reads decides which snapshot file is opened at all."""

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

from dashboards.login.people import person
from dashboards.pages.reader import Reader
from dashboards.web.library import Kept, Library
from dashboards.written import Writings
from snapshot.published import AUDIENCES, NotPublishedError, current_snapshot_id


class Libraries:
    """Asks the library of the present reader's audience; each opens its file when first asked."""

    def __init__(
        self,
        folder: Path,
        read_on: Callable[[], dt.date] | None = None,
        writings: Callable[[], Writings] | None = None,
    ) -> None:
        """`writings` gives what people have written; the public reads what is published alone."""
        self._folder, self._read_on = folder, read_on
        self._writings = writings
        self._lock = threading.Lock()
        self._of: dict[str, Library] = {}

    def of(self, audience: str) -> Library:
        """Return the library of an audience."""
        if audience not in AUDIENCES:
            raise ValueError(f"{audience}: there is no such audience; there are {AUDIENCES}")
        with self._lock:
            if audience not in self._of:
                more = [self._writings] if self._writings and audience != "public" else []
                self._of[audience] = Library(self._folder, audience, self._read_on, *more)
            return self._of[audience]

    def named(self) -> tuple[str, dt.date | None]:
        """Say which snapshot is named now and on which day it is read: others have other pages."""
        return current_snapshot_id(self._folder), self._read_on() if self._read_on else None

    def reader(self) -> Reader:
        """Return the snapshot that the present reader may read."""
        return self.of(person().audience).reader()

    def page(
        self, address: str, make: Callable[[Reader], tuple[str | bytes, str] | None]
    ) -> Kept | None:
        """Return a page for the present reader's audience, made at most once."""
        return self.of(person().audience).page(address, make)

    def doubt(self) -> None:
        """Prove what the present reader reads again at the next request: reading it failed."""
        self.of(person().audience).doubt()

    def has_something(self) -> bool:
        """Say whether there is a snapshot to show at all."""
        try:
            self.reader()
        except NotPublishedError:
            return False
        return True
