"""What the law asks the office to publish: each item met, missing or not applicable, and why."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from dashboards import words
from dashboards.papers.blocks import Block, Bullets, Heading, Paragraph, Table, Text
from snapshot.published import Published, Row

TITLE = "Specified information"
MET, MISSING, NOT_APPLICABLE = "met", "missing", "not applicable"


@dataclass(frozen=True)
class StatutoryItem:
    """One item of the law, and how the office stands."""

    provision: str
    requirement: str
    standing: str
    reason: str


def items(published: Published, on: dt.date) -> list[StatutoryItem]:
    """Judge each item on a day."""
    return [_item(published, row, on) for row in published.table("statutory_item", "position")]


def _item(published: Published, row: Row, on: dt.date) -> StatutoryItem:
    standing, reason = _standing(published, row, on)
    return StatutoryItem(row["provision"], row["requirement"], standing, f"{reason.rstrip('.')}.")


def _standing(published: Published, row: Row, on: dt.date) -> tuple[str, str]:
    if row["not_applicable"]:
        return NOT_APPLICABLE, row["not_applicable"]
    if row["effective_from"] and row["effective_from"] > on:
        began = words.date_text(row["effective_from"])
        return NOT_APPLICABLE, f"The duty began on {began}, after this date"
    if row["link"]:
        return MET, f"It stands at {row['link']}"
    if row["table_name"]:
        return _held(published, row["table_name"])
    return MISSING, f"No address is given where it is published{_figures(published, row)}"


def _held(published: Published, table: str) -> tuple[str, str]:
    """An item that a table of the snapshot meets is met while that table holds something."""
    rows = published.table(table, "all")
    if rows:
        return MET, f"{words.counted(len(rows), 'entry', 'entries')} in the published table {table}"
    return MISSING, f"The published table {table} is empty"


def _figures(published: Published, row: Row) -> str:
    """Name the published measures that a statement could rest on."""
    wanted = [name for name in (row["metric_ids"] or "").split(",") if name]
    there = [published.metrics[name]["title"] for name in wanted if name in published.metrics]
    if there:
        return f"; a statement could rest on: {words.list_text(there)}"
    return "; no published measure supports it yet" if wanted else ""


def blocks(published: Published, board_date: dt.date) -> list[Block]:
    """Write the page: how many items stand how, then each."""
    listed = items(published, board_date)
    purpose = (
        "This page sets out what the Elected Local Policing Bodies (Specified Information) "
        "Order 2011, as amended, asks this office to publish, as far as our list names it. "
        "It is a checklist and not legal advice."
    )
    made: list[Block] = [
        Heading("Purpose", 1, "purpose", is_numbered=True),
        Paragraph(Text(purpose)),
        Heading("How we stand", 1, "standing", is_numbered=True),
    ]
    if not listed:
        sentence = "The list of what the law asks for is empty: fill statutory.yaml in the plan."
        return [*made, Paragraph(Text(sentence))]
    counts = Counter(item.standing for item in listed)
    lines = tuple(
        Text(f"{words.counted(counts[standing], 'item')} {standing}".capitalize() + ".")
        for standing in (MET, MISSING, NOT_APPLICABLE)
    )
    date = words.date_text(board_date)
    header = ("Provision", "What is asked for", "Standing", "Where, or why not")
    rows = tuple((i.provision, i.requirement, i.standing.capitalize(), i.reason) for i in listed)
    return [
        *made,
        Paragraph(Text(f"On {date} the items stood so:")),
        Bullets(lines),
        Table("Each item and how it stands", header, rows, "table-statutory",
              widths=(2, 4, 1.5, 4)),
    ]  # fmt: skip
