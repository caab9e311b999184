"""The current snapshot, opened once, and the pages already made from it."""

import datetime as dt
import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dashboards.pages.reader import Reader
from dashboards.published import Published, current_snapshot_id

MOST_PAGES = 400
Key = tuple[str, str, dt.date | None, str]


@dataclass(frozen=True)
class Kept:
    """A page as it is sent: plain, compressed, and by what a browser knows it again."""

    body: bytes
    compressed: bytes
    tag: str
    content_type: str


def keep(body: str, content_type: str) -> Kept:
    """Compress a page once, for everyone who asks for it."""
    plain = body.encode("utf-8")
    compressed = gzip.compress(plain, compresslevel=6, mtime=0)
    return Kept(plain, compressed, sha256(plain).hexdigest()[:32], content_type)


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

    def reader(self) -> Reader:
        """Return a reader of the snapshot that CURRENT.json names now."""
        read_on = self._read_on() if self._read_on else None
        named = (current_snapshot_id(self.folder), read_on)
        current = self._current
        if current is not None and current[0] == named:
            return current[1]
        with self._lock:
            if self._current is None or self._current[0] != named:
                opened = Published(self.folder, self.audience, named[0], named[1])
                self._replace(named, Reader(opened))
            return self._current[1] if self._current else Reader(Published(self.folder))

    def _replace(self, named: tuple[str, dt.date | None], reader: Reader) -> None:
        """Take a new reader; the last one stays open for who is still reading it."""
        if self._before is not None:
            self._before.close()
        self._before = self._current[1].published if self._current else None
        self._current = (named, reader)
        self._pages.clear()

    def page(self, address: str, make: Callable[[Reader], tuple[str, str] | None]) -> Kept | None:
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
            self._pages[key] = kept
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return kept
