"""A measure's latest figure in every area: like beside like, one kind of area to a table."""

from dataclasses import dataclass

from dashboards import likeness, words
from dashboards.measures import Measure
from snapshot.published import Published, Row, hidden_figures

KIND = {
    "force": "Police force areas",
    "national_force": "National police forces",
    "csp": "Community safety partnerships",
    "district": "Districts",
    "county": "Counties and unitary authorities",
    "region": "Regions",
    "country": "Countries",
    "prosecution_area": "Prosecution areas",
    "unmatched": "Records that lie in no area",
}
_ORDER = list(KIND)


@dataclass(frozen=True)
class AreaFigure:
    """One area's figure."""

    area_code: str
    name: str
    value: str
    interval: str
    count: str
    state: str
    variation: str
    is_ours: bool


@dataclass(frozen=True)
class AreaTable:
    """The areas of one kind, in one period."""

    title: str
    period: str
    lines: tuple[AreaFigure, ...]


def every_area(published: Published, measure: Measure) -> tuple[AreaTable, ...]:
    """Lay out the figures of every area for the period that the page is about."""
    if measure.latest is None:
        return ()
    metric, latest = measure.metric, measure.latest
    found_rows = published.rows(
        """
        select *
        from observation
        where metric_id = ? and period_type = ? and period_start_date = ? and period_end_date = ?
        and breakdown_value is not distinct from ?
        order by area_name, area_code
        """,
        [
            metric["metric_id"],
            latest["period_type"],
            latest["period_start_date"],
            latest["period_end_date"],
            measure.breakdown_value,
        ],
    )
    rows = [hidden_figures(row) for row in found_rows]
    judged = {
        row["area_code"]: row["variation"]
        for row in published.signals(metric["metric_id"])
        if row["period_type"] == latest["period_type"]
        and row["breakdown_value"] == measure.breakdown_value
    }
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(kind_of(published, row["area_code"]), []).append(row)
    if len(rows) < 2:
        return ()
    return tuple(
        _block(published, metric, kind, groups[kind], judged)
        for kind in sorted(groups, key=lambda kind: (_rank(kind), kind))
    )


def comparators(published: Published, measure: Measure) -> list[Row]:
    """Return how our own area stands among others in the period of the page; never a rank."""
    if measure.latest is None or measure.breakdown_value is not None:
        return []
    if not measure.is_own_area or not published.has("comparator"):
        return []
    rows = published.rows(
        """
        select *
        from comparator
        where metric_id = ? and period_type = ? and period_start_date = ? and period_end_date = ?
        and breakdown_value is null
        order by group_name
        """,
        [
            measure.metric["metric_id"],
            measure.latest["period_type"],
            measure.latest["period_start_date"],
            measure.latest["period_end_date"],
        ],
    )
    return [
        row
        | {"absent": [name.strip() for name in (row["forces_missing"] or "").split(";") if name]}
        for row in rows
    ]


def kind_of(published: Published, area_code: str) -> str:
    """Say what kind of area a code is of; by the area table, which knows every area."""
    return str((published.areas.get(area_code) or {}).get("area_type") or "other")


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _block(
    published: Published, metric: Row, kind: str, rows: list[Row], judged: dict[str, str]
) -> AreaTable:
    first = rows[0]
    spans = {(row["period_type"], row["period_start_date"], row["period_end_date"]) for row in rows}
    kinds = {kind_of(published, row["area_code"]) for row in rows}
    likeness.check(
        [
            metric | {"period_type": str(span), "geography": one_kind}
            for span in spans
            for one_kind in kinds
        ]
    )
    return AreaTable(
        KIND.get(kind, "Other areas"),
        words.period_text(
            first["period_type"], first["period_start_date"], first["period_end_date"]
        ),
        tuple(_line(published, metric, row, judged) for row in rows),
    )


def _line(published: Published, metric: Row, row: Row, judged: dict[str, str]) -> AreaFigure:
    unit, state = metric["unit"], row["state"] or "final"
    value = row["value"]
    note = "" if state == "final" else words.STATE.get(state, state)
    if row["reason"]:
        note = f"{note}: {row['reason']}" if note else row["reason"]
    counts = (row["numerator"], row["denominator"])
    shown = value is not None and None not in counts
    return AreaFigure(
        area_code=row["area_code"],
        name=published.area_name(row),
        value=words.cell_text(value, unit, *counts),
        interval=words.interval_text(row["lower"], row["upper"], unit).removeprefix("95% interval ")
        if value is not None
        else "",
        count=f"{words.number_text(counts[0])} of {words.number_text(counts[1])}" if shown else "",
        state=note,
        variation=judged.get(row["area_code"], "too_few"),
        is_ours=row["area_code"] == published.snapshot["force_code"],
    )
