"""One snapshot as the pages read it: each measure is made once, however many pages show it."""

import datetime as dt
import threading
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from cachetools import LRUCache
from markupsafe import Markup

from dashboards import measures
from dashboards.evidence import is_late
from dashboards.figures import PublishedFigures
from dashboards.measures import Measure, annotated
from dashboards.selection import NATIONS
from dashboards.written import NOTHING, Writings, current
from snapshot.published import Published, Row

MOST_KEPT = 4_000  # things shared between pages; what was asked for longest ago makes room
MOST_MEASURES = 1_000  # in one area or another
Made = TypeVar("Made")


class PageSource(NamedTuple):
    """What pages are made from: who reads the same source reads the same pages."""

    audience: str
    snapshot_id: str
    as_at: dt.date
    written: str  # the version of what people wrote beside the snapshot
    problem: str  # why that could not be read, where it could not
    is_kept_back: bool  # a newer snapshot is named that cannot be read


class _Memo:
    """Things made once and kept, the most used of them; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(most)
        self._lock = threading.Lock()

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, made now where it is not."""
        made: Made | None
        with self._lock:
            made = self._kept.get(key)
        if made is None:
            made = make()
            with self._lock:
                self._kept[key] = made
        return made


class Reader:
    """A snapshot with the measures already made from it."""

    def __init__(
        self,
        published: Published,
        writings: Writings = NOTHING,
        plain: _Memo | None = None,
    ) -> None:
        """`writings` are what people wrote beside it; `plain` holds measures already read."""
        self.published = published
        self.writings = writings
        self.is_kept_back = False
        self._plain = plain or _Memo(MOST_MEASURES)
        self._made = _Memo(MOST_MEASURES)
        self._shared = _Memo(MOST_KEPT)

    @property
    def page_source(self) -> PageSource:
        """Return what pages made now are made from."""
        published = self.published
        return PageSource(
            published.audience,
            published.snapshot_id,
            published.as_at,
            self.writings.version,
            self.writings.problem,
            self.is_kept_back,
        )

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what stands under a key, made the first time that a page asks for it."""
        return self._shared.once(key, make)

    def shared(self, *key: Hashable, caller: Callable[[], Markup]) -> Markup:
        """Write a part that many pages share; a template calls it around that part."""
        return self.once(("shared", *key), caller)

    def measure(self, metric_id: str, area_code: str | None = None) -> Measure:
        """Return a measure, made at most once."""
        if area_code is not None and self.measure(metric_id).area_code == area_code:
            area_code = None
        key = (metric_id, area_code)
        return self._made.once(key, lambda: self._annotated(self._plain_measure(*key)))

    def _plain_measure(self, metric_id: str, area_code: str | None) -> Measure:
        def make() -> Measure:
            return measures.plain(self.published, metric_id, area_code)

        return self._plain.once((metric_id, area_code), make)

    def fetch(self, *area_codes: str) -> None:
        """Read all figures of some areas in one go: many measures of them will be asked for."""
        if isinstance(self.published, PublishedFigures):
            self.published.fetch(area_codes)

    def after(self, writings: Writings) -> "Reader":
        """Return a reader of the same snapshot with what people have written since."""
        reader = Reader(self.published, writings, self._plain)
        reader.is_kept_back = self.is_kept_back
        return reader

    def _annotated(self, measure: Measure) -> Measure:
        notes = self._notes.get(measure.metric["metric_id"])
        return annotated(self.published, measure, notes) if notes else measure

    @cached_property
    def annotations(self) -> list[Row]:
        """Return what officers wrote about figures, as it stands now."""
        writings = self.writings
        return current("annotation", self.published, writings.annotations, is_read=writings.is_read)

    @cached_property
    def _notes(self) -> dict[str, list[Row]]:
        notes: dict[str, list[Row]] = {}
        for row in self.annotations:
            notes.setdefault(row["metric_id"], []).append(row)
        return notes

    def measure_of(
        self, metric_id: str, area_code: str | None, part: str | None, period_type: str | None
    ) -> Measure:
        """Return a measure for a chosen area, part and length of period."""
        if part is None and period_type is None:
            return self.measure(metric_id, area_code)
        return self._annotated(
            measures.plain(self.published, metric_id, area_code, part, period_type)
        )

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Return every measure of the catalogue, in the plan's order."""
        self.fetch(self.published.snapshot["force_code"], NATIONS[0])
        return tuple(self.measure(metric_id) for metric_id in self.published.metrics)

    def of_theme(self, theme: str) -> tuple[Measure, ...]:
        """Return the measures of a theme."""
        return tuple(m for m in self.measures if m.metric["theme"] == theme)

    @cached_property
    def with_signal(self) -> tuple[Measure, ...]:
        """Return the measures whose series shows more than chance."""
        return tuple(m for m in self.measures if m.has_signal)

    @cached_property
    def withheld(self) -> tuple[Measure, ...]:
        """Return the measures with a figure held back."""
        return tuple(m for m in self.measures if m.withheld)

    @cached_property
    def late_feeds(self) -> list[Row]:
        """Return the feeds whose next delivery should have come, the latest first."""
        as_at = self.published.as_at
        late = [feed for feed in self.published.feeds if is_late(feed, as_at)]
        return sorted(late, key=lambda feed: feed["due_date"])

    @cached_property
    def unkept_promises(self) -> list[Row]:
        """Return the promised items that have no figure."""
        return [promise for promise in self.published.promises if promise["state"] != "kept"]
