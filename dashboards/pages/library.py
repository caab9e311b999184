"""The current snapshot, opened once, and the pages already made from it."""

import datetime as dt
import gzip
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dashboards.pages.reader import Reader
from dashboards.published import (
    NotPublishedError,
    Published,
    UnreadableError,
    current_snapshot_id,
)

_LOGGER = logging.getLogger(__name__)

MOST_BYTES = 64_000_000  # of compressed pages, some thousand of them
Key = tuple[str, str, dt.date | None, str]


@dataclass(frozen=True)
class Kept:
    """A page as it is sent: compressed, and by what a browser knows it again."""

    compressed: bytes
    tag: str
    content_type: str

    @property
    def body(self) -> bytes:
        """Return the page as it was written, for the few who take nothing compressed."""
        return gzip.decompress(self.compressed)


def keep(body: str | bytes, content_type: str) -> Kept:
    """Compress a page once, for everyone who asks for it."""
    plain = body.encode("utf-8") if isinstance(body, str) else body
    compressed = gzip.compress(plain, compresslevel=6, mtime=0)
    return Kept(compressed, sha256(plain).hexdigest()[:32], content_type)


class Library:
    """Follows CURRENT.json: asked on each request, it opens a new snapshot when one is named."""

    def __init__(
        self, folder: Path, audience: str, read_on: Callable[[], dt.date] | None = None
    ) -> None:
        self.folder = folder
        self.audience = audience
        self._read_on = read_on
        self._lock = threading.Lock()
        self._current: tuple[tuple[str, dt.date | None], Reader] | None = None
        self._before: Published | None = None
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0

    def reader(self) -> Reader:
        """Return a reader of the snapshot that CURRENT.json names now.

        One that cannot be read is refused: the last good one stays, and its pages say so.
        """
        try:
            return self._named()
        except NotPublishedError as error:
            if self._current is None:
                raise
            _LOGGER.warning("%s", error)
            with self._lock:
                if not self._current[1].is_kept_back:
                    self._forget_pages()
                    self._current[1].is_kept_back = True
            return self._current[1]

    def _named(self) -> Reader:
        read_on = self._read_on() if self._read_on else None
        named = (current_snapshot_id(self.folder), read_on)
        current = self._current
        if current is not None and current[0] == named and not current[1].is_kept_back:
            return current[1]
        with self._lock:
            if self._current is None or self._current[0] != named:
                opened = Published(self.folder, self.audience, named[0], named[1])
                self._replace(named, Reader(opened))
            elif self._current[1].is_kept_back:
                self._forget_pages()
                self._current[1].is_kept_back = False
            if self._current is None:
                raise UnreadableError(f"{self.folder}: no snapshot could be opened.")
            return self._current[1]

    def _replace(self, named: tuple[str, dt.date | None], reader: Reader) -> None:
        """Take a new reader; the last one stays open for who is still reading it."""
        if self._before is not None:
            self._before.close()
        self._before = self._current[1].published if self._current else None
        self._current = (named, reader)
        self._forget_pages()

    def _forget_pages(self) -> None:
        self._pages.clear()
        self._bytes = 0

    def page(
        self, address: str, make: Callable[[Reader], tuple[str | bytes, str] | None]
    ) -> Kept | None:
        """Return a page, made at most once for a snapshot, an audience and an address."""
        reader = self.reader()
        published = reader.published
        key = (published.snapshot_id, self.audience, published.as_at, address)
        found = self._pages.get(key)
        if found is not None:
            return found
        made = make(reader)
        if made is None:
            return None
        kept = keep(*made)
        with self._lock:
            if key not in self._pages:
                self._pages[key] = kept
                self._bytes += len(kept.compressed)
            while self._bytes > MOST_BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= len(oldest.compressed)
        return kept
