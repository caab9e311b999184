"""What readers do, entered in the audit log: who read the restricted figures, who took what away."""

import threading
from collections import OrderedDict
from typing import Protocol

from flask import Flask, Response, current_app, g, request

from dashboards.login.people import Person, asked_address
from dashboards.web.libraries import Libraries

_MOST_REMEMBERED = 10_000


class Record(Protocol):
    """Enters an action in the audit log; where it raises, the reader is sent nothing."""

    def __call__(self, action: str, person: str, /, **details: object) -> object:
        """Enter who did what."""


def unrecorded(action: str, person: str, /, **details: object) -> None:
    """Enter nothing: there is no audit log."""


def add_traces(app: Flask, libraries: Libraries) -> None:
    """Enter each file that somebody takes away, and once a snapshot that they read restricted ones.

    Members of the public leave no trace: what they read is public.
    """
    entered: OrderedDict[tuple[str, str], None] = OrderedDict()
    lock = threading.Lock()

    @app.after_request
    def enter(response: Response) -> Response:
        who: Person | None = g.get("person")
        if who is None or not who.is_known or response.status_code != 200 or not _shows_figures():
            return response
        is_taken = response.headers.get("Content-Disposition", "").startswith("attachment")
        if not is_taken and who.audience != "restricted":
            return response
        snapshot = libraries.of(who.audience).reader().published.snapshot_id
        said = {"address": asked_address(), "snapshot": snapshot}
        if is_taken:
            current_app.extensions["record"]("export", who.label, **said, audience=who.audience)
            return response
        key = (who.key, snapshot)
        with lock:
            is_new = key not in entered
            entered[key] = None
            if len(entered) > _MOST_REMEMBERED:
                entered.popitem(last=False)
        if is_new:
            current_app.extensions["record"]("read", who.label, **said, audience="restricted")
        return response


def _shows_figures() -> bool:
    return request.endpoint not in {
        None,
        "static",
        "plotly_js",
        "plotly_css",
        "account",
        "query_csv",
    }
