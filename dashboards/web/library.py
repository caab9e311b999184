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

from dashboards.login.people import SharedPageError, for_everyone
from dashboards.pages.reader import Reader
from dashboards.written import NOTHING, Writings
from snapshot.pointer import Pointer
from snapshot.proof import earlier, forget, prove
from snapshot.published import NotPublishedError, Published, UnreadableError

_LOGGER = logging.getLogger(__name__)

MOST_BYTES = 64_000_000  # of compressed pages, some thousand of them
_OF_ONE_READER = 'name="csrf_token"'  # a form that only one browser may send
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
        self,
        folder: Path,
        audience: str,
        read_on: Callable[[], dt.date] | None = None,
        writings: Callable[[], Writings] = lambda: NOTHING,
    ) -> None:
        """`writings` gives what people have written beside the snapshot, as it now stands."""
        self.folder = folder
        self.audience = audience
        self._read_on = read_on
        self._writings = writings
        self._lock = threading.Lock()
        self._pointer = Pointer(folder)
        self._current: tuple[tuple[str, dt.date | None], Reader] | None = None
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0

    def reader(self) -> Reader:
        """Return a reader of the snapshot that CURRENT.json names now.

        One that cannot be read is refused: the last good one stays, and its pages say so.
        """
        return self._as_written(self._readable())

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
                self._forget_pages()
            return self._current[1]

    def _readable(self) -> Reader:
        try:
            return self._named()
        except NotPublishedError as error:
            with self._lock:
                if self._current is None:
                    self._open_earlier(error)
                _LOGGER.warning("%s", error)
                assert self._current is not None
                if not self._current[1].is_kept_back:
                    self._forget_pages()
                    self._current[1].is_kept_back = True
                return self._current[1]

    def _open_earlier(self, error: NotPublishedError) -> None:
        """Open the newest snapshot that is whole, where the current one is not; or raise its error."""
        read_on = self._read_on() if self._read_on else None
        for snapshot_id in earlier(self.folder):
            try:
                self._replace((snapshot_id, read_on), self._opened(snapshot_id, read_on))
            except NotPublishedError:
                continue
            return
        raise error

    def _opened(self, snapshot_id: str, read_on: dt.date | None) -> Reader:
        prove(self.folder, self.audience, snapshot_id)
        return Reader(Published(self.folder, self.audience, snapshot_id, read_on))

    def doubt(self) -> None:
        """Prove the snapshot again at the next request: reading it failed."""
        with self._lock:
            forget()
            self._current = None
            self._forget_pages()

    def _named(self) -> Reader:
        read_on = self._read_on() if self._read_on else None
        named = (self._pointer.snapshot_id(), read_on)
        current = self._current
        if current is not None and current[0] == named and not current[1].is_kept_back:
            return current[1]
        with self._lock:
            if self._current is None or self._current[0] != named:
                self._replace(named, self._opened(*named))
            elif self._current[1].is_kept_back:
                self._forget_pages()
                self._current[1].is_kept_back = False
            if self._current is None:
                raise UnreadableError(f"{self.folder}: no snapshot could be opened.")
            return self._current[1]

    def _replace(self, named: tuple[str, dt.date | None], reader: Reader) -> None:
        """Take a new reader; the last one closes when the last who reads it lets go of it."""
        self._current = (named, reader)
        self._forget_pages()

    def _forget_pages(self) -> None:
        self._pages.clear()
        self._bytes = 0

    def page(
        self, address: str, make: Callable[[Reader], tuple[str | bytes, str] | None]
    ) -> Kept | None:
        """Return a page, made at most once for a snapshot, what is written, and an address."""
        reader = self.reader()
        published = reader.published
        key = (published.snapshot_id, reader.writings.version, published.as_at, address)
        found = self._pages.get(key)
        if found is not None:
            return found
        with for_everyone():
            made = make(reader)
        if made is None:
            return None
        if isinstance(made[0], str) and _OF_ONE_READER in made[0]:
            raise SharedPageError(f"{address}: a form for one reader was put into a kept page.")
        kept = keep(*made)
        with self._lock:
            if key not in self._pages:
                self._pages[key] = kept
                self._bytes += len(kept.compressed)
            while self._bytes > MOST_BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= len(oldest.compressed)
        return kept
