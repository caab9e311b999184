"""Downloads one file: goes on where it stopped, tries again, proves it whole, then puts it in place.

Beside a file on its way lies a note of which edition of which address it is.
"""

import datetime as dt
import hashlib
import json
import re
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests
from filelock import FileLock, Timeout

from pipelines import effects
from pipelines.errors import BusyError, FetchError
from pipelines.ingest.fetch.request import (
    InterruptedAnswerError,
    RetryPolicy,
    answer,
    blocks,
    checked,
)
from pipelines.ingest.receive import Received

PARTIAL_CONTENT = 206
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@dataclass(frozen=True)
class Edition:
    """What tells one edition of a file at an address from another."""

    url: str
    etag: str = ""
    last_modified: str = ""
    length: int | None = None

    @property
    def validator(self) -> str:
        """Return what If-Range takes: a strong ETag, else the date of change; empty for neither."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else ""
        return strong or self.last_modified

    def is_like(self, later: "Edition") -> bool:
        """Say whether a later answer is about the same edition, as far as both tell."""
        pairs = ((self.etag, later.etag), (self.length, later.length))
        return all(ours == theirs for ours, theirs in pairs if ours and theirs)


class Partial:
    """`<name>.partial` beside where the file will be, with its note in `<name>.partial.json`."""

    def __init__(self, target: Path) -> None:
        """Find what an earlier try left."""
        self.path = target.with_name(f"{target.name}.partial")
        self.note = target.with_name(f"{target.name}.partial.json")

    @property
    def size(self) -> int:
        """Return how many bytes have come."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def edition(self, url: str) -> Edition | None:
        """Return the edition that was begun, if it is of this address and can be told again."""
        try:
            noted = Edition(**json.loads(self.note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return noted if noted.url == url and noted.validator and self.size else None

    def begin(self, edition: Edition) -> None:
        """Start from nothing."""
        self.discard()
        effects.write_bytes(self.path, b"", durable=False)
        effects.write_text(self.note, json.dumps(vars(edition)) + "\n", durable=False)

    def discard(self) -> None:
        """Forget what has come."""
        effects.unlink(self.path)
        effects.unlink(self.note)


def edition_of(url: str, status: int, headers: Mapping[str, str]) -> Edition:
    """Read from an answer's headers which edition it is of, and how long the whole is."""
    length: int | None = None
    if status == PARTIAL_CONTENT:
        found = RANGE.fullmatch(headers.get("Content-Range", "").strip())
        length = int(found[3]) if found and found[3].isdigit() else None
    elif "Content-Encoding" not in headers and headers.get("Content-Length", "").isdigit():
        length = int(headers["Content-Length"])
    return Edition(url, headers.get("ETag", ""), headers.get("Last-Modified", ""), length)


BLOCK = 256 * 1024
# Whatever Python's reader of zips raises on one that is not whole.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
SPARE = 100 * 1024**2  # bytes to leave free on the disk
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)

Progress = Callable[[int, int | None], None]
Tell = Callable[[str], None]


class NotWholeError(FetchError):
    """What came is not what was promised: begin again from nothing."""


@dataclass(frozen=True)
class Order:
    """What to download, where to, and how it is proved: `proof` says what is wrong, or nothing."""

    url: str
    target: Path
    md5: str = ""
    proof: Callable[[Path], str] | None = None


def download(
    order: Order,
    retry_policy: RetryPolicy,
    *,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Path:
    """Bring the file to its place, whole; a try that fails leaves what came for the next."""
    checked(order.url)
    effects.make_folder(order.target.parent)
    lock = FileLock(order.target.with_name(f".{order.target.name}.lock"))
    try:
        with lock.acquire(timeout=0), requests.Session() as session:
            return _Download(order, retry_policy, progress, tell, session).run()
    except Timeout as error:
        raise BusyError(
            f"{order.target.name}: another `pcplan fetch` is downloading it. Wait for that one."
        ) from error


class _Download:
    """One file on its way."""

    def __init__(
        self,
        order: Order,
        retry_policy: RetryPolicy,
        progress: Progress | None,
        tell: Tell | None,
        session: requests.Session,
    ) -> None:
        self.order, self.retry_policy, self.session = order, retry_policy, session
        self.progress, self.tell = progress, tell
        self.partial = Partial(order.target)

    def run(self) -> Path:
        failures, starts = 0, 1
        while True:
            before = self.partial.size
            try:
                self._take()
                self._prove()
                return self._put()
            except NotWholeError as error:
                self.partial.discard()
                starts += 1
                if starts > self.retry_policy.starts:
                    raise FetchError(
                        f"{error} It was begun {self.retry_policy.starts} times. Nothing was kept; try later."
                    ) from error
                self._say(f"{error} Beginning again.")
            except InterruptedAnswerError as error:
                gained = self.partial.size - before
                failures = 1 if gained >= self.retry_policy.worth_it else failures + 1
                if failures >= self.retry_policy.attempts:
                    raise FetchError(self._gave_up(str(error), failures)) from error
                wait = self.retry_policy.pause(failures, error.retry_after)
                self._say(f"{error} Trying again in {wait:.0f} s ({failures} failed).")
                time.sleep(wait)

    def _take(self) -> None:
        """Ask for the file, or for the rest of it, and write what comes."""
        begun = self.partial.edition(self.order.url)
        have = self.partial.size if begun else 0
        if begun and have and have == begun.length:
            return
        headers = {"Range": f"bytes={have}-", "If-Range": begun.validator} if begun else {}
        with answer(self.session, self.order.url, headers, self.retry_policy) as response:
            if response.status_code == 416:
                raise NotWholeError(f"{self.order.url}: is not as long as it was when we began.")
            edition = edition_of(self.order.url, response.status_code, response.headers)
            if response.status_code == 206:
                self._check_rest(response, begun, edition, have)
            else:
                have = 0
                self.partial.begin(edition)
            self._check_room(edition.length, have)
            with effects.opened(self.partial.path, "ab") as file:
                for block in blocks(response, BLOCK):
                    if not have:
                        self._check_kind(response, block)
                    file.write(block)
                    have += len(block)
                    if self.progress:
                        self.progress(have, edition.length)
        if edition.length is not None and have < edition.length:
            raise InterruptedAnswerError(
                f"{self.order.url}: {have:,} of {edition.length:,} bytes came."
            )
        if edition.length is not None and have > edition.length:
            raise NotWholeError(
                f"{self.order.url}: {have:,} bytes came where {edition.length:,} were promised."
            )

    def _check_rest(
        self, response: requests.Response, begun: Edition | None, edition: Edition, have: int
    ) -> None:
        """Append only what begins where we stopped, and is of the edition that we began."""
        found = RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        same = begun is not None and begun.is_like(edition)
        if not same or not found or found[1] is None or int(found[1]) != have:
            raise NotWholeError(f"{self.order.url}: the rest that came is not the rest of ours.")

    def _check_room(self, length: int | None, have: int) -> None:
        free = shutil.disk_usage(self.order.target.parent).free
        if length is not None and length - have + SPARE > free:
            raise FetchError(
                f"{self.order.target.parent}: has {free:,} bytes free, and {length - have:,} are still "
                "to come. Make room, then run the same again: it goes on where it stopped."
            )

    def _check_kind(self, response: requests.Response, first: bytes) -> None:
        """Refuse a web page, which is what a site gives for a file that it no longer has."""
        kind = response.headers.get("Content-Type", "").casefold()
        if _PAGE.match(first) or ("html" in kind and not first.startswith(b"PK")):
            self.partial.discard()
            raise FetchError(
                f"{self.order.url}: is a web page, not a file of data. Open it in a browser to see "
                "where the file is now."
            )

    def _prove(self) -> None:
        """Compare with the publisher's checksum, and open what can be opened."""
        path = self.partial.path
        if self.order.md5:
            with path.open("rb") as file:
                # It proves the transfer; it keeps no secret.
                digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
            found = digest.hexdigest()
            if found != self.order.md5.casefold():
                raise NotWholeError(
                    f"{self.order.url}: its MD5 is {found}, the publisher lists {self.order.md5}."
                )
        if self.order.proof and (problem := self.order.proof(path)):
            raise NotWholeError(f"{self.order.url}: {problem}")

    def _put(self) -> Path:
        effects.replace(self.partial.path, self.order.target)
        self.partial.discard()
        return self.order.target

    def _gave_up(self, problem: str, failures: int) -> str:
        kept = self.partial.size
        where = "" if self.order.url in problem else f"{self.order.url}: "
        told = f"{where}{problem} Gave up after {failures} failed tries in a row."
        if kept:
            return f"{told} {kept:,} bytes are kept: run the same again and it goes on from there."
        return f"{told} Nothing came; try later."

    def _say(self, message: str) -> None:
        if self.tell:
            self.tell(message)


@dataclass
class Fetched:
    """What came of it: each file and where it went, and in sentences what was not there."""

    received: list[Received] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FetchContext:
    """Where from, where to, and who hears of it."""

    site_landing: Path
    downloads: Path
    today: dt.date
    base_url: str
    retry_policy: RetryPolicy
    progress: Callable[[str], Progress] | None = None
    tell: Tell | None = None
