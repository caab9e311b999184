"""Which snapshot each audience reads: the current one, or the newest before it that is whole."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from dashboards.figures import PublishedFigures
from dashboards.pages.reader import Reader
from dashboards.written import NOTHING, Writings
from snapshot.snapshots import (
    AUDIENCES,
    NotPublishedError,
    Pointer,
    earlier,
    forget_proofs,
    named_id,
    prove,
)

_LOGGER = logging.getLogger(__name__)
_Named = tuple[str, dt.date | None]  # a snapshot, and the day on which it is read


class CurrentReader:
    """Follows CURRENT.json: asked on each request, it opens a new snapshot when one is named."""

    def __init__(
        self,
        folder: Path,
        audience: str,
        read_on: Callable[[], dt.date] | None = None,
        writings: Callable[[], Writings] = lambda: NOTHING,
    ) -> None:
        """`writings` gives what people have written beside the snapshot, as it now stands."""
        self._folder, self._audience = folder, audience
        self._read_on, self._writings = read_on, writings
        self._lock = threading.Lock()
        self._pointer = Pointer(folder)
        self._current: tuple[_Named, Reader] | None = None

    def reader(self) -> Reader:
        """Return a reader of the snapshot that CURRENT.json names now.

        One that cannot be read is refused: the last good one stays, and its pages say so.
        """
        return self._as_written(self._readable())

    def doubt(self) -> None:
        """Prove the snapshot again at the next request: reading it failed."""
        with self._lock:
            forget_proofs()
            self._current = None

    def _as_written(self, reader: Reader) -> Reader:
        """Return a reader that knows what people have written since."""
        writings = self._writings()
        if writings is reader.writings:
            return reader
        with self._lock:
            if self._current is None or self._current[1].published is not reader.published:
                return reader.after(writings)
            if self._current[1].writings is not writings:
                self._current = (self._current[0], self._current[1].after(writings))
            return self._current[1]

    def _readable(self) -> Reader:
        try:
            return self._named()
        except NotPublishedError as error:
            with self._lock:
                named, reader = self._current or self._earlier(error)
                _LOGGER.warning("%s", error)
                reader.is_kept_back = True
                self._current = (named, reader)
                return reader

    def _earlier(self, error: NotPublishedError) -> tuple[_Named, Reader]:
        """Open the newest snapshot that is whole, where the current one is not; or raise its error."""
        read_on = self._read_on() if self._read_on else None
        for snapshot_id in earlier(self._folder):
            try:
                return (snapshot_id, read_on), self._opened(snapshot_id, read_on)
            except NotPublishedError:
                continue
        raise error

    def _opened(self, snapshot_id: str, read_on: dt.date | None) -> Reader:
        prove(self._folder, self._audience, snapshot_id)
        return Reader(PublishedFigures(self._folder, self._audience, snapshot_id, read_on))

    def _named(self) -> Reader:
        """Return the reader of what is named; the last one closes when nobody reads it any more."""
        named = (self._pointer.snapshot_id(), self._read_on() if self._read_on else None)
        current = self._current
        if current is not None and current[0] == named and not current[1].is_kept_back:
            return current[1]
        with self._lock:
            if self._current is None or self._current[0] != named:
                self._current = (named, self._opened(*named))
            self._current[1].is_kept_back = False
            return self._current[1]


class CurrentReaders:
    """One reader for each audience; each opens its file when first asked."""

    def __init__(
        self,
        folder: Path,
        read_on: Callable[[], dt.date] | None = None,
        writings: Callable[[], Writings] | None = None,
    ) -> None:
        """`writings` gives what people have written; the public reads what is published alone."""
        self._folder, self._read_on = folder, read_on
        self._of = {
            audience: CurrentReader(folder, audience, read_on, *more)
            for audience in AUDIENCES
            for more in [[writings] if writings and audience != "public" else []]
        }

    def of(self, audience: str) -> CurrentReader:
        """Return what reads for an audience."""
        return self._of[audience]

    def named(self) -> _Named:
        """Say which snapshot is named now and on which day it is read: others have other pages."""
        return named_id(self._folder), self._read_on() if self._read_on else None
