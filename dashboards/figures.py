"""A snapshot whose figures are read a measure or an area at a time, and kept for the next page."""

import threading
from collections.abc import Iterable
from typing import Any

from cachetools import LRUCache

from snapshot.published import Published, Row

MOST_FIGURES = 30_000  # kept at once; those asked for longest ago make room
_Place = tuple[str, str | None]  # an area, and a measure or every one
_Group = tuple[str, str, bool]  # measure, length of period, whether totals
_Groups = dict[_Group, list[Row]]


class PublishedFigures(Published):
    """Reads a measure in an area with all its parts at once, or before that a whole area."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._figures: LRUCache[_Place, _Groups] = LRUCache(MOST_FIGURES, _size)
        self._figures_lock = threading.Lock()

    def figures(
        self, metric_id: str, period_type: str, area_codes: Iterable[str], *, totals: bool
    ) -> list[Row]:
        """Return the figures of some areas in period order: the totals, or the parts."""
        codes = list(dict.fromkeys(area_codes))
        group = (metric_id, period_type, totals)
        with self._figures_lock:
            kept = {
                code: groups
                for code in codes
                for place in ((code, metric_id), (code, None))
                if (groups := self._figures.get(place)) is not None
            }
        kept |= self._read([code for code in codes if code not in kept], metric_id)
        rows = [row for code in codes for row in kept[code].get(group, [])]
        return sorted(rows, key=_order) if len(codes) > 1 else rows

    def fetch(self, area_codes: Iterable[str]) -> None:
        """Read everything of some areas that is not here yet: many measures of them are wanted."""
        with self._figures_lock:
            missing = [code for code in area_codes if (code, None) not in self._figures]
        self._read(missing)

    def _read(self, codes: list[str], metric_id: str | None = None) -> dict[str, _Groups]:
        """Read the figures of some areas, of one measure or of all, and keep them."""
        read: dict[str, _Groups] = {code: {} for code in codes}
        if not codes:
            return read
        marks = ", ".join("?" for _ in codes)
        of_measure, asked = ("and metric_id = ?", [metric_id]) if metric_id else ("", [])
        for row in self.rows(
            f"""
            select *
            from observation
            where area_code in ({marks}) {of_measure}
            order by period_end_date, period_start_date, area_name, breakdown_value
            """,
            [*codes, *asked],
        ):
            group = (row["metric_id"], row["period_type"], row["breakdown_value"] is None)
            read[row["area_code"]].setdefault(group, []).append(row)
        with self._figures_lock:
            for code, groups in read.items():
                if _size(groups) <= MOST_FIGURES:
                    self._figures[code, metric_id] = groups
        return read


def _size(groups: _Groups) -> int:
    return 1 + sum(map(len, groups.values()))


def _order(row: Row) -> tuple[Any, ...]:
    """Order figures as the query does: what has no name comes last."""
    name, part = row["area_name"], row["breakdown_value"]
    span = row["period_end_date"], row["period_start_date"]
    return *span, name is None, name or "", part is None, part or ""
