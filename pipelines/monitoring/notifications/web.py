"""Posts to a webhook or a ping address; never follows it elsewhere, never tells its address."""

import json
from typing import Any
from urllib.parse import urlsplit

import requests

from pipelines.monitoring.notifications.errors import UnsentError
from pipelines.settings.secrets import is_safe

TIMEOUT = 10.0


def post_json(url: str, content: dict[str, Any]) -> None:
    """Post a JSON object."""
    body = json.dumps(content, ensure_ascii=False).encode("utf-8")
    _post(url, body, "application/json; charset=utf-8")


def ping(url: str, *, is_well: bool, text: str) -> None:
    """Tell a dead man's switch that a night ended, well or not, as healthchecks.io takes it."""
    parts = urlsplit(url)
    path = parts.path if is_well else f"{parts.path.rstrip('/')}/fail"
    _post(parts._replace(path=path).geturl(), text.encode("utf-8"), "text/plain; charset=utf-8")


def _post(url: str, body: bytes, kind: str) -> None:
    if not is_safe(url):
        raise UnsentError(*_UNSAFE)
    try:
        with requests.Session() as session:
            # Neither a proxy nor a password file of the account concerns what stays on this machine.
            session.trust_env = urlsplit(url).scheme == "https"
            with session.post(
                url,
                data=body,
                headers={"User-Agent": "pcplan", "Content-Type": kind},
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as answer:
                status = answer.status_code
    except (requests.exceptions.RequestException, OSError, ValueError) as error:
        raise UnsentError(*_why(error)) from error
    if 300 <= status < 400:
        raise UnsentError(*_ELSEWHERE)
    if not 200 <= status < 300:
        raise UnsentError(f"it answered with {status}", status >= 500 or status in (408, 429))


_UNSAFE = ("its address is neither https nor on this machine", False)
_ELSEWHERE = ("it sends us on to another address, which is not followed", False)


def _why(error: Exception) -> tuple[str, bool]:
    """Say what went wrong, and whether another try may succeed; the error itself names the address."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted here", False
    if isinstance(error, requests.exceptions.Timeout):
        return f"it did not answer in {TIMEOUT:.0f} seconds", True
    return "it cannot be reached", True
