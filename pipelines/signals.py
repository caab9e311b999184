"""Judges every published series and writes its finding: one engine for icon, chart and words."""

from collections import defaultdict
from typing import Any

import duckdb

from pipelines.metrics import Metric
from pipelines.plan import Plan
from pipelines.statistics import spc, wording
from pipelines.statistics.periods import period_name

JUDGED = ("month", "quarter", "financial_year", "calendar_year", "cohort_quarter", "cohort_year")
COLUMNS = (
    "metric_id varchar, area_code varchar, breakdown varchar, breakdown_value varchar, "
    "period_type varchar, as_at date, variation varchar, assurance varchar, sentence varchar, "
    "mean double, lower_limit double, upper_limit double, rules_hit varchar, run_length integer"
)


def judge_all(
    connection: duckdb.DuckDBPyConnection, metrics: list[Metric], plan: Plan, force_code: str
) -> None:
    """Fill `out_signal`: one row per metric, area and base period; parts for our own area only.

    Provisional and immature points are shown but not judged, so that late figures are not news.
    """
    connection.execute(f"create or replace temp table out_signal ({COLUMNS})")
    known = {metric.metric_id: metric for metric in metrics}
    rows = [
        _signal(known[key[0]], key, points, plan)
        for key, points in _series(connection, force_code).items()
        if key[0] in known
    ]
    rows = [row for row in rows if row is not None]
    marks = "(" + ", ".join("?" * 14) + ")"
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        connection.execute(
            f"insert into out_signal values {', '.join([marks] * len(some))}",
            [cell for row in some if row for cell in row],
        )


Key = tuple[str, str, str | None, str | None, str]


def _series(
    connection: duckdb.DuckDBPyConnection, force_code: str
) -> dict[Key, list[tuple[Any, ...]]]:
    found: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    for row in connection.execute(
        """
        select o.metric_id, area_code, o.breakdown, breakdown_value, period_type,
            period_start_date, period_end_date, value, state, numerator, denominator
        from out_observation as o join metric_rule as r using (metric_id)
        where period_type = r.frequency
            and (breakdown_value is null or area_code in (?, 'K04000001'))
        order by o.metric_id, area_code, breakdown_value, period_start_date, period_end_date
        """,
        [force_code],
    ).fetchall():
        found[row[:5]].append(row[5:])
    return found


def _signal(
    metric: Metric, key: Key, points: list[tuple[Any, ...]], plan: Plan
) -> tuple[Any, ...] | None:
    """Judge one series; None where it has no figure at all."""
    values = [value if state == "final" else None for _, _, value, state, _, _ in points]
    given = [place for place, point in enumerate(points) if point[2] is not None]
    if not given:
        return None
    breaks = [
        place
        for place, point in enumerate(points)
        for event in plan.events
        if event.is_break
        and (not event.metric_ids or metric.metric_id in event.metric_ids)
        and point[0] <= event.event_date <= point[1]
    ]
    floor = None if metric.unit == "gbp" else 0.0
    judged = spc.judge(
        values,
        better_when=metric.better_when,
        breaks=breaks,
        floor=floor,
        ceiling=100.0 if metric.unit == "percent" else None,
    )
    latest = points[given[-1]]
    sentence = wording.finding(
        metric.title if key[3] is None else f"{metric.title}, {key[3]}",
        judged,
        [period_name(key[4], start, end) for start, end, *_ in points],
    )
    return (
        *key, latest[1], judged.variation, judged.assurance, sentence, judged.mean, judged.lower,
        judged.upper, ",".join(judged.rules_hit) or None, judged.run_length,
    )  # fmt: skip
