"""Sets our own area's rates among those of the other police force areas, period by period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.catalogue.metrics import Metric
from pipelines.figures.statistics.peers import Peer, among

ALL = "all other police force areas of England and Wales"
MOST_SIMILAR = "most similar group"
# Sums, headcounts and totals follow the size of an area: only rates are set side by side.
NOT_COMPARED = ("count", "people", "gbp", "per_day")
# So few people live in the City of London that its rates per resident mean nothing beside others.
CITY_OF_LONDON = "E23000034"
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Group:
    """The areas that ours is set among, by code."""

    name: str
    codes: frozenset[str]


def comparators(
    connection: duckdb.DuckDBPyConnection, metrics: Sequence[Metric], force_code: str
) -> list[tuple[Any, ...]]:
    """Return the rows of the snapshot's table `comparator`, in the order of its columns.

    One row per rate, period and group in which our own area and another have a figure. A figure
    that may identify somebody is left out, ours and others' alike: the table is for everyone.
    Needs `out_observation`, `out_area`, `out_most_similar_group` and `hidden_figure`.
    """
    compared = {
        metric.metric_id: metric
        for metric in metrics
        if metric.unit not in NOT_COMPARED and not metric.context_only
    }
    names = _forces(connection)
    groups = _groups(connection, names, force_code)
    return [
        row
        for key, figures in _figures(connection, sorted(compared)).items()
        for group in groups
        if (row := _row(compared[key[0]], key, figures, group, names, force_code))
    ]


def _forces(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Name the territorial police force areas of England and Wales, and the two nations."""
    return dict(
        connection.execute(
            """
            select area_code, arg_max(area_name, coalesce(valid_from, date '1900-01-01'))
            from out_area
            where (area_type = 'force' and left(area_code, 3) in ('E23', 'W15'))
                or area_code in ('K04000001', 'E92000001')
            group by area_code
            """
        ).fetchall()
    )


def _groups(
    connection: duckdb.DuckDBPyConnection, names: dict[str, str], force_code: str
) -> list[Group]:
    """Give the groups to compare with; the most similar only where its list has been delivered."""
    forces = {code for code in names if code[:3] in ("E23", "W15")} - {force_code}
    similar = connection.execute(
        """
        select edition, list(group_force_code)
        from out_most_similar_group
        where force_code = ? and group_force_code <> force_code
        group by edition order by edition desc limit 1
        """,
        [force_code],
    ).fetchall()
    return [
        Group(ALL, frozenset(forces)),
        *(Group(f"{MOST_SIMILAR}, {edition}", frozenset(codes)) for edition, codes in similar),
    ]


def _figures(
    connection: duckdb.DuckDBPyConnection, metric_ids: Sequence[str]
) -> dict[Key, dict[str, tuple[float, float | None, float | None]]]:
    """Map each measure and period to the areas' figures that are settled and may be shown."""
    figures: dict[Key, dict[str, tuple[float, float | None, float | None]]] = defaultdict(dict)
    for metric_id, kind, start, end, area_code, *figure in connection.execute(
        """
        select o.metric_id, o.period_type, o.period_start_date, o.period_end_date, o.area_code,
            o.value, o.lower, o.upper
        from out_observation as o
        anti join hidden_figure as h
            on h.metric_id = o.metric_id and h.area_code = o.area_code
            and h.breakdown_value is not distinct from o.breakdown_value
            and h.period_type = o.period_type and h.period_start_date = o.period_start_date
            and h.period_end_date = o.period_end_date
        where list_contains(?, o.metric_id) and o.breakdown_value is null
            and o.value is not null and o.state = 'final'
            and (left(o.area_code, 3) in ('E23', 'W15')
                or o.area_code in ('K04000001', 'E92000001'))
        order by o.metric_id, o.period_type, o.period_start_date, o.period_end_date, o.area_code
        """,
        [list(metric_ids)],
    ).fetchall():
        figures[metric_id, kind, start, end][area_code] = (figure[0], figure[1], figure[2])
    return figures


def _row(
    metric: Metric,
    key: Key,
    figures: dict[str, tuple[float, float | None, float | None]],
    group: Group,
    names: dict[str, str],
    force_code: str,
) -> tuple[Any, ...] | None:
    """Set our figure among a group's; None where it or all of theirs are missing."""
    codes = group.codes
    if metric.denominator_unit == "person":
        codes = codes - {CITY_OF_LONDON}
    present = sorted(codes & figures.keys())
    if force_code not in figures or not present:
        return None
    own = figures[force_code]
    comparison = among(
        Peer(names.get(force_code, force_code), *own),
        [Peer(names.get(code, code), *figures[code]) for code in present],
        [names.get(code, code) for code in codes - figures.keys()],
        metric.unit,
    )
    nation = next((code for code in ("K04000001", "E92000001") if code in figures), None)
    return (
        key[0], force_code, *key[1:], None, group.name, *own, comparison.present,
        "; ".join(comparison.missing) or None, comparison.median, comparison.lowest,
        comparison.highest, comparison.overlapping, figures[nation][0] if nation else None,
        names.get(nation) if nation else None, comparison.sentence,
    )  # fmt: skip
