"""The one cache: pages as they are sent, by snapshot, audience and address; and how they are sent."""

import gzip
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cachetools import LRUCache
from werkzeug.http import parse_accept_header
from werkzeug.sansio.utils import host_is_trusted

from dashboards.pages.reader import PageSource
from dashboards.web.security import LOOPBACK_HOSTS, SECURITY_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 128_000_000  # of compressed pages, some thousand of them for each audience
Address = tuple[str, str]  # a path, and what its question asks in the order that its page names it
_OF_ONE_READER = 'name="csrf_token"'  # a form that only one browser may send
# What an answer may depend on besides its address; Flask answers whoever sends one of these.
_ASKS_MORE = (
    *("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH"),
    *("HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"),
)
_NAMES_A_READER = "A page that is kept for everyone may not say who reads it."
_HOLDS_A_FORM = "A form for one reader was put into a page that is kept."
_is_shared: ContextVar[bool] = ContextVar("is_shared", default=False)


class SharedPageError(RuntimeError):
    """A page that is kept for everyone tried to say who reads it: a fault of ours."""


@contextmanager
def for_everyone() -> Iterator[None]:
    """Make a page that many people will be shown: nobody's name can get into it."""
    token = _is_shared.set(True)
    try:
        yield
    finally:
        _is_shared.reset(token)


def refuse_for_everyone() -> None:
    """Refuse to say who reads, while a page that many will be shown is made."""
    if _is_shared.get():
        raise SharedPageError(_NAMES_A_READER)


@dataclass(frozen=True)
class Page:
    """A page or a file as it is sent: compressed, and by what a browser knows it again."""

    compressed: bytes
    tag: str
    content_type: str
    file_name: str | None = None  # of what is taken away, which the audit log enters each time

    @classmethod
    def of(cls, body: str | bytes, content_type: str, file_name: str | None = None) -> "Page":
        """Compress a page once, for everyone who asks for it."""
        if isinstance(body, str) and _OF_ONE_READER in body:
            raise SharedPageError(_HOLDS_A_FORM)
        plain = body.encode("utf-8") if isinstance(body, str) else body
        compressed = gzip.compress(plain, compresslevel=6, mtime=0)
        return cls(compressed, sha256(plain).hexdigest()[:32], content_type, file_name)

    def body(self, *, is_compressed: bool) -> bytes:
        """Return what is sent; decompressed again for the few who take nothing compressed."""
        return self.compressed if is_compressed else gzip.decompress(self.compressed)

    def headers(self, *, is_compressed: bool) -> list[tuple[str, str]]:
        """Return what is said of it: a browser asks each time whether it has changed."""
        tag = f'"{self.tag}{"-gz" if is_compressed else ""}"'
        sent = [("Content-Type", self.content_type), ("Vary", "Accept-Encoding")]
        sent += [("Cache-Control", "no-cache"), ("ETag", tag)]
        if is_compressed:
            sent.append(("Content-Encoding", "gzip"))
        if self.file_name:
            sent.append(("Content-Disposition", f'attachment; filename="{self.file_name}"'))
        return sent


class PageCache:
    """Pages already made: those of one source go when its audience reads another.

    Safe to share between threads. What was asked for longest ago makes room.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """`most_bytes` is what the compressed pages may take together."""
        self._pages: LRUCache[tuple[PageSource, Address], Page] = LRUCache(most_bytes, _size)
        self._newest: dict[str, PageSource] = {}
        self._lock = threading.Lock()

    def get(self, source: PageSource, address: Address) -> Page | None:
        """Return the page of an address, where it was made from this source."""
        with self._lock:
            if self._newest.get(source.audience) != source:
                self._forget(source.audience)
                self._newest[source.audience] = source
            return self._pages.get((source, address))

    def keep(self, source: PageSource, address: Address, page: Page) -> None:
        """Keep a page while its source is read; one larger than all the room is not kept."""
        with self._lock, suppress(ValueError):
            if self._newest.get(source.audience) == source:
                self._pages[source, address] = page

    def forget(self, audience: str) -> None:
        """Let go of an audience's pages: what they were made from is doubted."""
        with self._lock:
            self._forget(audience)

    def paths(self, audience: str) -> set[str]:
        """Name the paths of which a page is kept for an audience."""
        with self._lock:
            return {path for source, (path, _) in self._pages if source.audience == audience}

    def _forget(self, audience: str) -> None:
        for key in [key for key in self._pages if key[0].audience == audience]:
            del self._pages[key]


def _size(page: Page) -> int:
    return len(page.compressed)


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Say whether a browser that accepts so takes gzip: `gzip;q=0` refuses it."""
    return parse_accept_header(accepted).quality("gzip") > 0


class CachedPages:
    """Sends a page that is made already before Flask is asked: most requests are for one.

    Only for one audience that everybody belongs to, whose reading is not entered anywhere: with a
    login, or where restricted figures are read, each request must pass the login and the audit log.
    """

    def __init__(
        self, ask: "WSGIApplication", source: Callable[[], PageSource], pages: PageCache
    ) -> None:
        """`ask` is the application that makes what is not there; `source` says what is read now."""
        self._ask, self._source, self._pages = ask, source, pages

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        page = None if _asks_more(environ) else self._page(environ)
        if page is None:
            return self._ask(environ, start_response)
        is_compressed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = page.body(is_compressed=is_compressed)
        sent = [*page.headers(is_compressed=is_compressed), ("Content-Length", str(len(body)))]
        start_response("200 OK", [*sent, *SECURITY_HEADERS.items()])
        return [body]

    def _page(self, environ: "WSGIEnvironment") -> Page | None:
        try:
            source = self._source()
        except Exception:  # noqa: BLE001  (Flask meets the same, and says it in a page)
            return None
        address = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        page = self._pages.get(source, address)
        return None if page is None or page.file_name else page


def _asks_more(environ: "WSGIEnvironment") -> bool:
    return (
        environ["REQUEST_METHOD"] != "GET"
        or bool(environ.get("SCRIPT_NAME"))
        or any(name in environ for name in _ASKS_MORE)
        or not _is_this_machine(environ.get("HTTP_HOST", ""))
    )


@lru_cache(maxsize=256)
def _is_this_machine(host: str) -> bool:
    return host_is_trusted(host, LOOPBACK_HOSTS)
