"""Makes pages before they are asked for: at the start, and again after each publication."""

import logging
import threading
import time

from flask import Flask, g

from dashboards.login.people import Person
from dashboards.pages.area import inside
from dashboards.pages.reader import Reader
from snapshot.published import READING_ERRORS

_LOGGER = logging.getLogger(__name__)
_LOOK_SECONDS = 5.0  # between two looks at which snapshot is named
_FIRST = ("/measures", "/quality", "/governance", "/grants", "/areas", "/dictionary")


def keep_warm(app: Flask, stopping: threading.Event) -> None:
    """Warm up whenever another snapshot is named or another day begins, until told to stop."""
    warmed = None
    while not stopping.is_set():
        try:
            named = app.extensions["library"].named()
            if named != warmed:
                warm(app, stopping)
                warmed = named
        except READING_ERRORS as error:
            _LOGGER.debug("Nothing to make beforehand: %s", error)
        stopping.wait(_LOOK_SECONDS)


def warm(app: Flask, stopping: threading.Event | None = None) -> None:
    """Make the pages that are asked for first, then those of each measure and area, by audience.

    Half of the time goes to readers, who may be asking meanwhile.
    """
    stopping = stopping or threading.Event()
    for audience, roles in app.extensions["audiences"].items():
        if _made(app, "/", roles) != 200:
            return
        for address in _addresses(app.extensions["library"].of(audience).reader()):
            begun = time.perf_counter()
            if stopping.is_set():
                return
            _made(app, address, roles)
            stopping.wait(time.perf_counter() - begun)


def _addresses(reader: Reader) -> list[str]:
    published = reader.published
    found = [f"/theme/{row['theme']}" for row in published.themes]
    found += _FIRST
    found += [f"/areas/{code}" for code in inside(published)]
    return found + [f"/measures/{metric_id}" for metric_id in published.metrics]


def _made(app: Flask, address: str, roles: frozenset[str]) -> int:
    """Answer an address as if somebody with these roles had asked; return the status."""
    with app.test_request_context(address):
        g.person = Person("", "", roles)
        return app.full_dispatch_request().status_code
