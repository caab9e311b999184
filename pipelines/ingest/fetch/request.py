"""One request over the web, http or https only; what goes wrong is sorted: try again, or give up.

Pauses between tries double, with chance in them, up to a limit.
"""

import email.utils
import random
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from pipelines.errors import ConfigurationError, FetchError

WORTH_IT = 1024 * 1024


@dataclass(frozen=True)
class RetryPolicy:
    """When to try again, and when to give up.

    `attempts` counts failures in a row: a try that brought `worth_it` bytes nearer the end starts
    the count afresh, so that a bad line can still carry a large file. `starts` counts how often a
    file may be begun again from nothing because what came was not what was promised.
    """

    attempts: int = 6
    starts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    worth_it: int = WORTH_IT

    def pause(self, failures: int, asked: float | None = None) -> float:
        """Return the seconds to wait after so many failures in a row.

        The pause doubles each time; a random half of it keeps many readers from coming back at once.
        What the server asks for (`Retry-After`) is granted, up to the longest pause.
        """
        full = min(self.longest_wait, self.first_wait * 2 ** max(0, failures - 1))
        drawn = full * random.uniform(0.5, 1.0)
        return min(self.longest_wait, max(drawn, asked or 0.0))


MOST_REDIRECTS = 5
AGAIN = {408, 425, 429, 500, 502, 503, 504}
REDIRECTS = {301, 302, 303, 307, 308}
_ERRNO = re.compile(r"\[Errno -?\d+\] ")
AGENT = "pcplan (Police and Crime Plan pipeline)"


class InterruptedAnswerError(FetchError):
    """The line or the server failed for the moment: worth another try."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        """`retry_after` are the seconds the server asks us to wait."""
        super().__init__(message)
        self.retry_after = retry_after


class NotThereError(FetchError):
    """The server says that it has no such file."""


def checked(url: str) -> str:
    """Refuse an address that is not of the web."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        raise ConfigurationError(
            f"{url}: is not a web address. Write one that begins with https://."
        )
    return url


@contextmanager
def answer(
    session: requests.Session, url: str, headers: Mapping[str, str], retry_policy: RetryPolicy
) -> Iterator[requests.Response]:
    """Ask for a file and give the answer (200, 206 or 416), its body not yet read."""
    response = _ask(session, checked(url), headers, retry_policy)
    try:
        _judge(response, url)
        yield response
    finally:
        response.close()


def _ask(
    session: requests.Session, url: str, headers: Mapping[str, str], retry_policy: RetryPolicy
) -> requests.Response:
    """Follow redirects ourselves: to the web only, and never from https down to http."""
    given = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
    for _ in range(MOST_REDIRECTS + 1):
        try:
            response = session.get(
                url,
                headers=given,
                stream=True,
                allow_redirects=False,
                timeout=(retry_policy.connect_seconds, retry_policy.read_seconds),
            )
        except requests.exceptions.SSLError as error:
            raise FetchError(
                f"{url}: its certificate is not trusted ({_short(error)}). If your network has its own "
                "certificates, name their file in the variable REQUESTS_CA_BUNDLE."
            ) from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise InterruptedAnswerError(f"{url}: cannot be reached ({_short(error)}).") from error
        except requests.RequestException as error:
            raise FetchError(f"{url}: cannot be asked for ({_short(error)}).") from error
        if response.status_code not in REDIRECTS:
            return response
        target = urljoin(url, response.headers.get("Location", ""))
        response.close()
        if urlsplit(target).scheme not in ("http", "https"):
            raise FetchError(f"{url}: leads to {target}, which is not of the web. Not followed.")
        if urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http":
            raise FetchError(f"{url}: leads to {target}, which is not encrypted. Not followed.")
        url = target
    raise FetchError(f"{url}: leads from address to address without end. Give the last one.")


def _judge(response: requests.Response, url: str) -> None:
    status = response.status_code
    if status in (200, 206, 416):
        return
    said = f"{url}: the server answers {status} {response.reason or ''}".rstrip()
    if status in AGAIN:
        raise InterruptedAnswerError(f"{said}.", _seconds(response.headers.get("Retry-After")))
    if status in (404, 410):
        raise NotThereError(f"{said}: there is no such file. Look at the address.")
    if status in (401, 403, 407):
        raise FetchError(f"{said}: it does not let us in. Ask whoever runs your network.")
    raise FetchError(f"{said}. Nothing was taken.")


def _seconds(text: str | None) -> float | None:
    """Read Retry-After: seconds, or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def blocks(response: requests.Response, size: int) -> Iterator[bytes]:
    """Give the body as it comes, and say where it breaks off; what came before is not lost."""
    try:
        # Not iter_content: it waits for a whole block, and throws a part of one away.
        while block := response.raw.read1(size, decode_content=True):
            yield block
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise InterruptedAnswerError(f"the answer broke off ({_short(error)}).") from error


def _short(error: BaseException) -> str:
    """Say an error of the network in a few words: the innermost of what wraps it."""
    inner = [part for part in error.args if isinstance(part, BaseException)]
    if inner:
        return _short(inner[-1])
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        return _short(reason)
    if isinstance(error, urllib3.exceptions.IncompleteRead):
        return f"{error.expected:,} bytes were still to come"
    text = _ERRNO.split(str(error))[-1].split(": ")[-1].strip("()'\" ")
    return text or type(error).__name__
