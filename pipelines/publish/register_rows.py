"""The plan's registers, and what people wrote beside them, as rows of the snapshot."""

from collections.abc import Set

from pipelines.site.plan import Plan

Rows = list[tuple[object, ...]]
WRITTEN = ("annotation", "decision", "public_question")


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
