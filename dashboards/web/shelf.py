"""The figures read last, kept in period order: of a measure in an area, or of a whole area."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

MOST_FIGURES = 30_000  # kept at once; those asked for longest ago make room
Row = dict[str, Any]
Place = tuple[str, str | None]  # an area, and a measure or every one
_Group = tuple[str, str, bool]  # measure, length of period, whether totals
_Groups = dict[_Group, list[Row]]


class Shelf:
    """Reads a measure in an area with all its parts at once, or before that a whole area."""

    def __init__(self, rows: Callable[..., list[Row]]) -> None:
        """`rows` runs a query of ours and returns its rows."""
        self._rows = rows
        self._lock = threading.Lock()
        self._kept: OrderedDict[Place, _Groups] = OrderedDict()
        self._count = 0

    def figures(
        self, metric_id: str, period_type: str, area_codes: Iterable[str], *, totals: bool
    ) -> list[Row]:
        """Return the figures of some areas in period order: the totals, or the parts."""
        codes = list(dict.fromkeys(area_codes))
        group = (metric_id, period_type, totals)
        found = [(self._found((code, None)), self._found((code, metric_id))) for code in codes]
        missing = [code for code, kept in zip(codes, found, strict=True) if kept == (None, None)]
        read = self._read(missing, metric_id)
        rows = [
            row
            for code, kept in zip(codes, found, strict=True)
            for row in next((k for k in (*kept, read.get(code)) if k is not None), {}).get(
                group, []
            )
        ]
        return sorted(rows, key=_order) if len(codes) > 1 else rows

    def fetch(self, area_codes: Iterable[str]) -> None:
        """Read everything of some areas that is not here yet: many measures of them are wanted."""
        self._read([code for code in area_codes if self._found((code, None)) is None])

    def _found(self, place: Place) -> _Groups | None:
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
            return self._kept.get(place)

    def _read(self, codes: list[str], metric_id: str | None = None) -> dict[str, _Groups]:
        """Read the figures of some areas, of one measure or of all, and keep them."""
        found: dict[str, _Groups] = {code: {} for code in codes}
        if not codes:
            return found
        marks = ", ".join("?" for _ in codes)
        of_measure, asked = ("and metric_id = ?", [metric_id]) if metric_id else ("", [])
        for row in self._rows(
            f"""
            select *
            from observation
            where area_code in ({marks}) {of_measure}
            order by period_end_date, period_start_date, area_name, breakdown_value
            """,
            [*codes, *asked],
        ):
            group = (row["metric_id"], row["period_type"], row["breakdown_value"] is None)
            found[row["area_code"]].setdefault(group, []).append(row)
        with self._lock:
            for code, groups in found.items():
                self._keep((code, metric_id), groups)
        return found

    def _keep(self, place: Place, groups: _Groups) -> None:
        self._count += _size(groups) - _size(self._kept.pop(place, {}))
        self._kept[place] = groups
        while len(self._kept) > 1 and self._count > MOST_FIGURES:
            _, oldest = self._kept.popitem(last=False)
            self._count -= _size(oldest)


def _size(groups: _Groups) -> int:
    return 1 + sum(map(len, groups.values())) if groups else 0


def _order(row: Row) -> tuple[Any, ...]:
    """Order figures as the query does: what has no name comes last."""
    name, part = row["area_name"], row["breakdown_value"]
    span = row["period_end_date"], row["period_start_date"]
    return *span, name is None, name or "", part is None, part or ""
