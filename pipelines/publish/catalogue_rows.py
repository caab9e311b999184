"""The plan, its registers, what people wrote beside them, and the catalogue, as rows of the snapshot."""

import datetime as dt
from collections.abc import Mapping, Sequence, Set

from pipelines.catalogue.catalogue import Catalogue
from pipelines.catalogue.metrics import Metric
from pipelines.site.plan import Plan
from snapshot.metric_fields import METRIC_FIELDS

Rows = list[tuple[object, ...]]
WRITTEN = ("annotation", "decision", "public_question")


def plan_rows(plan: Plan, metrics: Sequence[Metric]) -> dict[str, Rows]:
    """Return the rows of each table of the plan; a measure's own breaks are events of its charts."""
    return {
        "plan_theme": [(t.theme, t.title, t.aim, n) for n, t in enumerate(plan.themes, 1)],
        "plan_objective": [
            (o.objective_id, t.theme, o.title, n) for n, (t, o) in enumerate(plan.objectives, 1)
        ],
        "plan_priority": [
            (p.priority_id, o.objective_id, p.title or None, p.status, n)
            for n, (o, p) in enumerate(plan.priorities, 1)
        ],
        "event": [
            (e.event_date, e.text, e.note, ",".join(e.metric_ids) or None, e.is_break)
            for e in plan.events
        ]
        + _breaks(metrics),
    }


def _breaks(metrics: Sequence[Metric]) -> Rows:
    told: dict[str, list[str]] = {}
    for metric in metrics:
        for one in metric.breaks:
            told.setdefault(one, []).append(metric.metric_id)
    return [
        (dt.date.fromisoformat(one[:10]), one[11:], None, ",".join(ids), True)
        for one, ids in sorted(told.items())
    ]


def register_rows(plan: Plan, with_figure: Set[str]) -> dict[str, Rows]:
    """Return the rows of each register's table; `with_figure` are the measures that have one."""
    registers = plan.registers
    written: dict[str, Rows] = {name: list(plan.written.get(name, ())) for name in WRITTEN}
    return written | {
        "action": [
            (
                a.action_id, a.action, a.owner, a.state, a.raised_on, a.due_date, a.updated_on,
                a.news or None, plan.theme_of(a.priority_id), a.priority_id, a.metric_id or None,
                a.source or None, position,
            )
            for position, a in enumerate(registers.actions, 1)
        ],
        "evidence_gap": [
            (
                g.gap_id, g.question, g.why, g.supplier, g.asked_on, g.answer or None,
                plan.theme_of(g.priority_id), g.priority_id, g.metric_id or None,
                g.metric_id in with_figure, g.source or None, position,
            )
            for position, g in enumerate(registers.gaps, 1)
        ],
        "release": [
            (
                name, r.publication, r.edition, r.publisher, r.data_to, r.released_on, r.status,
                r.link or None,
            )
            for r in registers.releases
            for name in r.metric_ids
        ],
        "statutory_item": [
            (
                i.item_id, i.provision, i.requirement, i.effective_from, i.link or None,
                i.table_name or None, ",".join(i.metric_ids) or None, i.not_applicable or None,
                position,
            )
            for position, i in enumerate(registers.statutory, 1)
        ],
    }  # fmt: skip


def metric_rows(metrics: Sequence[Metric]) -> Rows:
    """Return the catalogue: one row per measure, a cell for each field that is published."""
    return [tuple(_cell(metric, field.name) for field in METRIC_FIELDS) for metric in metrics]


def _cell(metric: Metric, name: str) -> object:
    """Give a field as it is published: a list one to a line, and null where nothing is said."""
    value = getattr(metric, name)
    if value in ("", ()) and value == Metric.__dataclass_fields__[name].default:
        return None
    return "\n".join(value) if isinstance(value, tuple) else value


def source_rows(catalogue: Catalogue) -> Rows:
    """Return what each measure is made from, and the feed of a raw table."""
    found: Rows = []
    for metric in catalogue.metrics:
        own = f"metrics.{metric.metric_id}"
        for name in sorted(catalogue.upstream(own) | {own}):
            table = catalogue.tables.get(name)
            feed = table.feed if table else None
            found.append((metric.metric_id, name, feed.feed_id if feed else None))
    return found


def query_rows(
    catalogue: Catalogue, states: Mapping[str, tuple[str, int | None, dt.date | None]]
) -> Rows:
    """Return each measure's query as it is run; `states` say what became of its last run.

    A measure of the pipeline itself is made while publishing, so no state of it is kept.
    """
    found: Rows = []
    for metric in catalogue.metrics:
        name = f"metrics.{metric.metric_id}"
        table = catalogue.tables.get(name) or catalogue.own[name]
        state, row_count, business_date = states.get(name, (None, None, None))
        reads = ", ".join(sorted(table.reads))
        found.append((metric.metric_id, table.query, reads, state, row_count, business_date))
    return found


def promise_rows(
    plan: Plan,
    known: Set[str],
    with_figure: Set[str],
    reasons: Mapping[str, str],
    as_at: dt.date,
) -> Rows:
    """Say of each promised item whether a figure keeps it, and if not why, with the date.

    `known` are the measures of the catalogue, `with_figure` those that have one, and `reasons` say
    why a measure's table is not good.
    """
    rows: Rows = []
    for promise in plan.promises:
        if promise.is_context:
            continue
        metric_id, reason, state = promise.metric_id or None, promise.reason or None, "kept"
        if metric_id is None:
            state = "no_figure"
        elif metric_id not in with_figure:
            state = "not_available"
            why = reasons.get(metric_id) or (
                "nothing has been delivered to compute it from"
                if metric_id in known
                else f"no measure named {metric_id} is in the catalogue"
            )
            reason = f"{why} (on {as_at.day} {as_at:%B %Y})"
        rows.append((promise.priority_id, promise.item, metric_id, reason, state, len(rows) + 1))
    return rows
