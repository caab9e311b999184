"""What readers do, entered in the audit log: who read the restricted figures, who took what away."""

import threading

from cachetools import LRUCache
from flask import Response, g, request

from dashboards.login.guard import asked_address
from dashboards.login.people import Person
from dashboards.web.services import services

_MOST_REMEMBERED = 10_000
# What shows no figure, and what the audit log has from the SQL console already.
_WITHOUT_FIGURES = {
    None, "static", "plotly.script", "plotly.stylesheet", "account.page", "query.as_csv",
}  # fmt: skip


class AccessLog:
    """Enters each file that somebody takes away, and once a snapshot that they read restricted ones.

    Members of the public leave no trace: what they read is public.
    """

    def __init__(self) -> None:
        self._entered: LRUCache[tuple[str, str], bool] = LRUCache(_MOST_REMEMBERED)
        self._lock = threading.Lock()

    def enter(self, response: Response) -> Response:
        """Enter what a response shows to whom, before it is sent."""
        who: Person | None = g.get("person")
        if who is None or not who.is_known or response.status_code != 200:
            return response
        is_taken = response.headers.get("Content-Disposition", "").startswith("attachment")
        is_restricted = who.audience == "restricted"
        if request.endpoint in _WITHOUT_FIGURES or not (is_taken or is_restricted):
            return response
        snapshot = services().readers.of(who.audience).reader().published.snapshot_id
        if is_taken or self._is_first(who.key, snapshot):
            services().record(
                "export" if is_taken else "read",
                who.label,
                address=asked_address(),
                snapshot=snapshot,
                audience=who.audience,
            )
        return response

    def _is_first(self, key: str, snapshot: str) -> bool:
        with self._lock:
            is_first = (key, snapshot) not in self._entered
            self._entered[key, snapshot] = True
        return is_first
