"""Downloads one file: goes on where it stopped, tries again, proves it whole, then puts it in place."""

import hashlib
import re
import shutil
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from filelock import FileLock, Timeout

from pipelines import effects
from pipelines.errors import BusyError, FetchError
from pipelines.ingest.fetch.partial import RANGE, Edition, Partial, edition_of
from pipelines.ingest.fetch.patience import Patience
from pipelines.ingest.fetch.request import InterruptedAnswerError, answer, blocks, checked

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
    patience: Patience,
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
            return _Download(order, patience, progress, tell, session).run()
    except Timeout as error:
        raise BusyError(
            f"{order.target.name}: another `pcplan fetch` is downloading it. Wait for that one."
        ) from error


class _Download:
    """One file on its way."""

    def __init__(
        self,
        order: Order,
        patience: Patience,
        progress: Progress | None,
        tell: Tell | None,
        session: requests.Session,
    ) -> None:
        self.order, self.patience, self.session = order, patience, session
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
                if starts > self.patience.starts:
                    raise FetchError(
                        f"{error} It was begun {self.patience.starts} times. Nothing was kept; try later."
                    ) from error
                self._say(f"{error} Beginning again.")
            except InterruptedAnswerError as error:
                gained = self.partial.size - before
                failures = 1 if gained >= self.patience.worth_it else failures + 1
                if failures >= self.patience.attempts:
                    raise FetchError(self._gave_up(str(error), failures)) from error
                wait = self.patience.pause(failures, error.retry_after)
                self._say(f"{error} Trying again in {wait:.0f} s ({failures} failed).")
                time.sleep(wait)

    def _take(self) -> None:
        """Ask for the file, or for the rest of it, and write what comes."""
        begun = self.partial.edition(self.order.url)
        have = self.partial.size if begun else 0
        if begun and have and have == begun.length:
            return
        headers = {"Range": f"bytes={have}-", "If-Range": begun.validator} if begun else {}
        with answer(self.session, self.order.url, headers, self.patience) as response:
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
