"""One snapshot as the pages read it: each measure is made once, however many pages show it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from dashboards import measures
from dashboards.annotations import annotated
from dashboards.evidence import is_late
from dashboards.measures import Measure
from dashboards.selection import NATIONS
from dashboards.web.shelf import Shelf
from dashboards.written import NOTHING, Writings, current
from snapshot.published import Published, Row

MOST_KEPT = 4_000  # things shared between pages; the oldest makes room
MOST_MEASURES = 1_000  # in one area or another
Made = TypeVar("Made")


class Reader:
    """A snapshot with the measures already made from it."""

    def __init__(
        self,
        published: Published,
        writings: Writings = NOTHING,
        plain: dict[tuple[str, str | None], Measure] | None = None,
    ) -> None:
        """`writings` are what people wrote beside it; `plain` holds measures already read."""
        self.published = published
        self.writings = writings
        self.published.shelf = self.published.shelf or Shelf(published.rows)
        self.is_kept_back = False  # a newer snapshot is named that cannot be read
        self._plain: dict[tuple[str, str | None], Measure] = {} if plain is None else plain
        self._made: dict[tuple[str, str | None], Measure] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what stands under a key, made the first time that a page asks for it."""
        found: Made
        try:
            found = self._kept[key]
        except KeyError:
            found = self._kept[key] = make()
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def shared(self, *key: Hashable, caller: Callable[[], Markup]) -> Markup:
        """Write a part that many pages share; a template calls it around that part."""
        return self.once(("shared", *key), caller)

    def measure(self, metric_id: str, area_code: str | None = None) -> Measure:
        """Return a measure, made at most once."""
        if area_code is not None and self.measure(metric_id).area_code == area_code:
            area_code = None
        key = (metric_id, area_code)
        found = self._made.get(key)
        if found is None:
            plain = self._plain.get(key)
            if plain is None:
                plain = measures.plain(self.published, metric_id, area_code)
                self._plain[key] = plain
                _make_room(self._plain)
            found = self._made[key] = self._annotated(plain)
            _make_room(self._made)
        return found

    def fetch(self, *area_codes: str) -> None:
        """Read all figures of some areas in one go: many measures of them will be asked for."""
        if self.published.shelf is not None:
            self.published.shelf.fetch(area_codes)

    def after(self, writings: Writings) -> "Reader":
        """Return a reader of the same snapshot with what people have written since."""
        reader = Reader(self.published, writings, self._plain)
        reader.is_kept_back = self.is_kept_back
        return reader

    def _annotated(self, found: Measure) -> Measure:
        notes = self._notes.get(found.metric["metric_id"])
        return annotated(self.published, found, notes) if notes else found

    @cached_property
    def annotations(self) -> list[Row]:
        """Return what officers wrote about figures, as it stands now."""
        writings = self.writings
        return current("annotation", self.published, writings.annotations, is_read=writings.is_read)

    @cached_property
    def _notes(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.annotations:
            found.setdefault(row["metric_id"], []).append(row)
        return found

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


def _make_room(made: dict[tuple[str, str | None], Measure]) -> None:
    """Forget the measures of other areas that were made first, when there are too many."""
    if len(made) > MOST_MEASURES:
        oldest = next((key for key in made if key[1] is not None), None)
        if oldest:
            made.pop(oldest, None)
