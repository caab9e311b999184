"""The published tables of the plan's registers: actions, evidence gaps, releases, the law's list."""

from assets.published import rules
from snapshot.tables import PublishedTable

REGISTERS = (
    PublishedTable(
        "action",
        "Grain: one row per action that the Board agreed.",
        {
            "action_id": ("varchar", "Identifier of the action; never changes."),
            "action": ("varchar", "What is to be done."),
            "owner": ("varchar", "The body that does it."),
            "state": ("varchar", "open, done or dropped."),
            "raised_on": ("date", "Day it was agreed; null where not known."),
            "due_date": ("date", "Day it is due; null where none was agreed."),
            "updated_on": ("date", "Day of the last news of it."),
            "news": ("varchar", "The last news of it."),
            "theme": ("varchar", "Plan theme it serves."),
            "priority_id": ("varchar", "Priority for action it serves."),
            "metric_id": ("varchar", "Measure that would show its effect; null where none."),
            "source": ("varchar", "Paper or minute it comes from."),
            "position": ("integer", "Order in the register."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "evidence_gap",
        "Grain: one row per question that cannot be answered yet.",
        {
            "gap_id": ("varchar", "Identifier of the gap; never changes."),
            "question": ("varchar", "What we cannot tell yet."),
            "why": ("varchar", "Why it matters."),
            "supplier": ("varchar", "Who could supply the answer."),
            "asked_on": ("date", "Day they were asked; null where no request is recorded."),
            "answer": ("varchar", "What they answered, or how it stands."),
            "theme": ("varchar", "Plan theme it belongs to."),
            "priority_id": ("varchar", "Priority for action it belongs to."),
            "metric_id": ("varchar", "Measure whose figure closes the gap; null where none."),
            "is_closed": ("boolean", "True where that measure has a figure in this snapshot."),
            "source": ("varchar", "Paper or minute it comes from."),
            "position": ("integer", "Order in the register."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "release",
        "Grain: one row per edition of a published source and measure made from it.",
        {
            "metric_id": ("varchar", "The measure."),
            "publication": ("varchar", "The publication."),
            "edition": ("varchar", "The edition."),
            "publisher": ("varchar", "Who publishes it."),
            "data_to": ("date", "Last day its figures are about."),
            "released_on": ("date", "Day it came out, or is due."),
            "status": ("varchar", "confirmed, or to confirm with the publisher."),
            "link": ("varchar", "Where it stands."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "statutory_item",
        "Grain: one row per item that the law asks the office to publish.",
        {
            "item_id": ("varchar", "Identifier of the item; never changes."),
            "provision": ("varchar", "The provision that asks for it."),
            "requirement": ("varchar", "What is asked for."),
            "effective_from": ("date", "Day the duty began; null where it has always applied."),
            "link": ("varchar", "Where the office publishes it; null where nowhere yet."),
            "table_name": ("varchar", "Table of this snapshot that meets it; null where none."),
            "metric_ids": ("varchar", "Measures that support it, comma separated."),
            "not_applicable": ("varchar", "Why it does not apply; null where it does."),
            "position": ("integer", "Order in the list."),
        },
        rows=rules.EVERY_ROW,
    ),
)
