"""Judges every published series and writes its finding: one engine for icon, chart and words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb

from pipelines.catalogue.metrics import Metric
from pipelines.figures.statistics import series
from pipelines.figures.statistics.change import Kind
from pipelines.figures.statistics.series import Break, Finding, Point
from pipelines.site.plan import Plan

DIRECTIONS = {1: "up", -1: "down"}
Key = tuple[str, str, str | None, str | None, str]


def judge_all(
    connection: duckdb.DuckDBPyConnection,
    metrics: Sequence[Metric],
    plan: Plan,
    force_code: str,
    business_date: dt.date | None = None,
) -> list[tuple[Any, ...]]:
    """Return the rows of the snapshot's table `signal`, in the order of its columns.

    One row per metric, area and base period; parts for our own area only. Provisional and immature
    points are shown but not judged, so that late figures are not news.
    """
    known = {metric.metric_id: metric for metric in metrics}
    return [
        row
        for key, points in _series(connection, force_code).items()
        if key[0] in known and (row := _signal(known[key[0]], key, points, plan, business_date))
    ]


def breaks_of(metric: Metric, plan: Plan) -> list[Break]:
    """Give what divides a measure's series: its own breaks, and the events that touch it."""
    own = [Break(dt.date.fromisoformat(text[:10]), text[11:].strip()) for text in metric.breaks]
    events = [
        Break(event.event_date, event.text)
        for event in plan.events
        if event.is_break and (not event.metric_ids or metric.metric_id in event.metric_ids)
    ]
    return sorted(own + events, key=lambda one: one.date)


def _series(connection: duckdb.DuckDBPyConnection, force_code: str) -> dict[Key, list[Point]]:
    points: dict[Key, list[Point]] = defaultdict(list)
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
        points[row[:5]].append(Point(*row[5:]))
    return points


def _signal(
    metric: Metric, key: Key, points: list[Point], plan: Plan, business_date: dt.date | None
) -> tuple[Any, ...] | None:
    """Judge one series; None where it has no figure at all."""
    given = [point.end for point in points if point.value is not None]
    if not given:
        return None
    finding = series.read(
        metric.title if key[3] is None else f"{metric.title}, {key[3].replace('_', ' ')}",
        key[4],
        points,
        Kind(
            metric.unit,
            metric.basis,
            metric.better_when,
            metric.numerator_unit,
            metric.denominator_unit,
            is_quoted=metric.disclosure != "people",
        ),
        target=metric.target,
        breaks=breaks_of(metric, plan),
        as_at=business_date,
    )
    return (*key, given[-1], *_cells(finding, metric.target))


def _cells(finding: Finding, target: float | None) -> tuple[Any, ...]:
    """Give a finding as the columns of `signal` from `variation` on."""
    judged, change = finding.judgement, finding.change
    return (
        judged.variation, finding.assurance, finding.sentence, finding.mean, finding.lower, finding.upper,
        ",".join(judged.rules_hit) or None, judged.run_length, DIRECTIONS.get(judged.direction),
        finding.judged_to, finding.segment_start, finding.is_seasonal, finding.usual_lower,
        finding.usual_upper, target, finding.assurance_sentence or None,
        change.sentence if change else None, change.verdict if change else None,
        change.needed if change else None, finding.caution or None, finding.method,
    )  # fmt: skip
