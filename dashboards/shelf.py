"""The figures of the areas read last: one query reads an area, whatever measures a page shows."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

MOST_FIGURES = 30_000  # kept at once; the area asked for longest ago makes room
Row = dict[str, Any]
Key = tuple[str, str, bool]  # measure, length of period, whether totals
_COLUMNS = ("metric_id", "period_type", "breakdown_value")


class Shelf:
    """Reads every figure of an area at once, and keeps it in period order."""

    def __init__(self, rows: Callable[..., list[Row]]) -> None:
        """`rows` runs a query of ours and returns its rows."""
        self._rows = rows
        self._lock = threading.Lock()
        self._areas: OrderedDict[str, dict[Key, list[Row]]] = OrderedDict()
        self._sizes: dict[str, int] = {}

    def figures(
        self, metric_id: str, period_type: str, area_codes: Iterable[str], *, totals: bool
    ) -> list[Row]:
        """Return the figures of some areas in period order: the totals, or the parts."""
        codes = list(area_codes)
        key = (metric_id, period_type, totals)
        areas = self._take(codes)
        if len(codes) == 1:
            return list(areas[0].get(key, ()))
        return sorted((row for area in areas for row in area.get(key, ())), key=_order)

    def _take(self, codes: list[str]) -> list[dict[Key, list[Row]]]:
        with self._lock:
            missing = [code for code in codes if code not in self._areas]
        read = self._read(missing) if missing else {}
        with self._lock:
            for code, area in read.items():
                self._areas[code] = area
                self._sizes[code] = sum(map(len, area.values()))
            found = []
            for code in codes:
                if code in self._areas:
                    self._areas.move_to_end(code)
                found.append(self._areas.get(code, read.get(code, {})))
            while len(self._areas) > 1 and sum(self._sizes.values()) > MOST_FIGURES:
                oldest, _ = self._areas.popitem(last=False)
                del self._sizes[oldest]
            return found

    def _read(self, codes: list[str]) -> dict[str, dict[Key, list[Row]]]:
        found: dict[str, dict[Key, list[Row]]] = {code: {} for code in codes}
        for row in self._rows(
            f"""
            select *
            from observation
            where area_code in ({", ".join("?" for _ in codes)})
            order by period_end_date, period_start_date, area_name, breakdown_value
            """,
            codes,
        ):
            metric_id, period_type, part = (row[name] for name in _COLUMNS)
            key = (metric_id, period_type, part is None)
            found[row["area_code"]].setdefault(key, []).append(row)
        return found


def _order(row: Row) -> tuple[Any, ...]:
    """Order figures as the query does: what has no name comes last."""
    name, part = row["area_name"], row["breakdown_value"]
    span = row["period_end_date"], row["period_start_date"]
    return *span, name is None, name or "", part is None, part or ""
