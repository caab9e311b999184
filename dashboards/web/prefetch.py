"""Makes pages before they are asked for: at the start, and again after each publication."""

import logging
import threading
import time

from flask import Flask, g

from dashboards.login.people import Person
from dashboards.pages.areas import inside
from dashboards.pages.reader import Reader
from dashboards.web.services import EXTENSION, Services
from snapshot.published import READING_ERRORS

_LOGGER = logging.getLogger(__name__)
_LOOK_SECONDS = 5.0  # between two looks at which snapshot is named
_FIRST = ("/measures", "/quality", "/governance", "/grants", "/areas", "/dictionary")


def keep_prefetching(app: Flask, stopping: threading.Event) -> None:
    """Prefetch whenever another snapshot is named or another day begins, until told to stop."""
    held: Services = app.extensions[EXTENSION]
    prefetched = None
    while not stopping.is_set():
        try:
            named = held.readers.named()
            if named != prefetched:
                prefetch(app, stopping)
                prefetched = named
        except READING_ERRORS as error:
            _LOGGER.debug("Nothing to make beforehand: %s", error)
        stopping.wait(_LOOK_SECONDS)


def prefetch(app: Flask, stopping: threading.Event | None = None) -> None:
    """Make the pages that are asked for first, then those of each measure and area, by audience.

    Half of the time goes to readers, who may be asking meanwhile.
    """
    held: Services = app.extensions[EXTENSION]
    stopping = stopping or threading.Event()
    for audience, roles in held.audiences.items():
        if _status(app, "/", roles) != 200:
            return
        for address in _addresses(held.readers.of(audience).reader()):
            begun = time.perf_counter()
            if stopping.is_set():
                return
            _status(app, address, roles)
            stopping.wait(time.perf_counter() - begun)


def _addresses(reader: Reader) -> list[str]:
    published = reader.published
    return [
        *(f"/theme/{row['theme']}" for row in published.themes),
        *_FIRST,
        *(f"/areas/{code}" for code in inside(published)),
        *(f"/measures/{metric_id}" for metric_id in published.metrics),
    ]


def _status(app: Flask, address: str, roles: frozenset[str]) -> int:
    """Answer an address as if somebody with these roles had asked; return the status."""
    with app.test_request_context(address):
        g.person = Person("", "", roles)
        return app.full_dispatch_request().status_code
