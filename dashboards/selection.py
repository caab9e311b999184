"""Which of a measure's many series a reader is shown first: whose figures, over what period."""

from dataclasses import dataclass

from snapshot.published import Published, Row

# Shortest first.
PERIOD_TYPES = (
    *("month", "quarter", "cohort_quarter", "half_year", "snapshot_date", "year_ending"),
    *("financial_year", "calendar_year", "cohort_year", "financial_year_to_date"),
    *("to_date", "day_average"),
)
NATIONS = ("K04000001", "E92000001", "W92000004")
MOST_AREAS = 12


@dataclass(frozen=True)
class SeriesSelection:
    """One choice: areas, their period type, and whether the figures are totals or parts."""

    area_codes: tuple[str, ...]
    area_name: str
    period_type: str
    totals: bool
    is_own_area: bool


def select(
    published: Published,
    metric: Row,
    area_code: str | None = None,
    period_type: str | None = None,
    *,
    parts: bool = False,
) -> SeriesSelection | None:
    """Choose what to show of a measure; None where it has no row at all."""
    series = [row for row in published.series_of(metric["metric_id"]) if row["figures"] is not None]
    if area_code is not None:
        series = [row for row in series if row["area_code"] == area_code]
    if not series:
        return None
    totals = [row for row in series if row["is_total"]]
    totals_only = bool(totals) and not parts
    series = totals if totals_only else [row for row in series if not row["is_total"]]
    codes = (area_code,) if area_code else _own_areas(published, series)
    series = [row for row in series if row["area_code"] in codes]
    if not series:
        return None
    for row in series:
        row["area_name"] = published.area_name(row)
    return SeriesSelection(
        area_codes=codes,
        area_name=_area_name(series, codes),
        period_type=period_type or _period_type(published, metric, series),
        totals=totals_only,
        is_own_area=codes == (published.snapshot["force_code"],),
    )


def _own_areas(published: Published, series: list[Row]) -> tuple[str, ...]:
    """Take the office's own force; without it the areas inside it, the nation, or those there are.

    A row that says why there is no figure counts as much as a figure: a withheld measure of the
    force must not quietly become the nation's.
    """
    force = published.snapshot["force_code"]
    names = {row["area_code"]: str(row["area_name"] or "") for row in series}
    if force in names:
        return (force,)
    own_name = published.snapshot["force_name"]
    inside = [
        code for code, name in names.items() if lies_in(published, code, force) or name == own_name
    ]
    if inside:
        return tuple(sorted(inside, key=names.__getitem__)[:MOST_AREAS])
    for nation in NATIONS:
        if nation in names:
            return (nation,)
    return tuple(sorted(names, key=names.__getitem__)[:MOST_AREAS])


def lies_in(published: Published, code: str | None, force: str) -> bool:
    """Say whether an area is the force area or a part of it, however small."""
    seen = set()
    while code and code not in seen:
        if code == force:
            return True
        seen.add(code)
        code = (published.areas.get(code) or {}).get("parent_code")
    return False


def _area_name(series: list[Row], codes: tuple[str, ...]) -> str:
    names = {row["area_code"]: row["area_name"] or row["area_code"] for row in series}
    present = [names[code] for code in codes if code in names]
    if len(present) <= 3:
        return " and ".join(present) if len(present) < 3 else ", ".join(present)
    return f"{len(present)} areas"


def _period_type(published: Published, metric: Row, series: list[Row]) -> str:
    """Prefer the day average of a typical day, then the shortest period that has been judged."""
    present = {row["period_type"] for row in series if row["figures"]}
    present = present or {row["period_type"] for row in series}
    if metric["chart"] == "dots" and "day_average" in present:
        return "day_average"
    codes = {row["area_code"] for row in series}
    judged = {
        row["period_type"]
        for row in published.signals(metric["metric_id"])
        if row["area_code"] in codes and row["period_type"] in present
    }
    ranks = {name: rank for rank, name in enumerate(PERIOD_TYPES)}
    return min(judged or present, key=lambda name: (ranks.get(name, len(ranks)), name))
