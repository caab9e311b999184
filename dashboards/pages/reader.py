"""One snapshot as the pages read it: each measure is made once, however many pages show it."""

from functools import cached_property

from dashboards import measures
from dashboards.evidence import is_late
from dashboards.measures import Measure
from dashboards.published import Published, Row


class Reader:
    """A snapshot with the measures already made from it."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.is_kept_back = False  # a newer snapshot is named that cannot be read
        self._made: dict[tuple[str, str | None], Measure] = {}

    def measure(self, metric_id: str, area_code: str | None = None) -> Measure:
        """Return a measure, made at most once."""
        if area_code is not None and self.measure(metric_id).area_code == area_code:
            area_code = None
        key = (metric_id, area_code)
        if key not in self._made:
            self._made[key] = measures.measure(self.published, metric_id, area_code)
        return self._made[key]

    def measure_of(
        self, metric_id: str, area_code: str | None, part: str | None, period_type: str | None
    ) -> Measure:
        """Return a measure for a chosen area, part and length of period."""
        if part is None and period_type is None:
            return self.measure(metric_id, area_code)
        return measures.measure(self.published, metric_id, area_code, part, period_type)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Return every measure of the catalogue, in the plan's order."""
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
