"""What the Board agreed, decided and was asked, what it cannot be told, and newer editions."""

import datetime as dt
from collections.abc import Collection

from dashboards import words
from dashboards.measures import Measure
from dashboards.papers.blocks import Block, Heading, Paragraph, Table, Text
from snapshot.published import Published, Row

STALE_DAYS = 90
ACTIONS, GAPS = "actions", "evidence-gaps"
DECISIONS, QUESTIONS = "decisions", "public-questions"


class Actions:
    """The action register of some themes, judged on the day of the Board."""

    def __init__(self, published: Published, themes: Collection[str], board_date: dt.date) -> None:
        self.board_date = board_date
        mine = [row for row in published.table("action", "position") if row["theme"] in themes]
        self.rows = [row for row in mine if row["state"] != "dropped"]
        self.open = [row for row in self.rows if row["state"] == "open"]
        self.overdue = [row for row in self.open if self._is_overdue(row)]
        self.stale = [row for row in self.open if self._silent_days(row) > STALE_DAYS]

    def _is_overdue(self, row: Row) -> bool:
        return row["due_date"] is not None and row["due_date"] < self.board_date

    def _silent_days(self, row: Row) -> int:
        return int((self.board_date - row["updated_on"]).days)

    def decisions(self) -> list[str]:
        """Say what the Board must ask about its own actions."""
        lines = []
        if self.overdue:
            lines.append(_are(len(self.overdue), "overdue", self.overdue))
        if self.stale:
            lines.append(_are(len(self.stale), f"without news for {STALE_DAYS} days", self.stale))
        return lines

    def blocks(self) -> list[Block]:
        """Set the register as a table: what, who, by when, how it stands."""
        title = Heading("Actions that the Board agreed", 2, ACTIONS)
        if not self.rows:
            sentence = "The action register holds nothing for this report."
            return [title, Paragraph(Text(sentence))]
        undated = sum(row["due_date"] is None for row in self.open)
        sentence = (
            f"The register holds {words.counted(len(self.open), 'open action')}: "
            f"{len(self.overdue) or 'none'} overdue, {len(self.stale) or 'none'} without news for "
            f"{STALE_DAYS} days, {undated or 'none'} without a date agreed."
        )
        header = ("Action", "Owner", "Due", "How it stands")
        rows = tuple(
            (row["action"], row["owner"], self._due(row), self._standing(row)) for row in self.rows
        )
        table = Table("Actions and their owners", header, rows, "table-actions",
                      widths=(3.2, 2.2, 1.6, 3.2))  # fmt: skip
        return [title, Paragraph(Text(sentence)), table]

    def _due(self, row: Row) -> str:
        due = words.date_text(row["due_date"]) if row["due_date"] else "no date agreed"
        return f"{due}: overdue" if row in self.overdue else due

    def _standing(self, row: Row) -> str:
        state = "Done" if row["state"] == "done" else "Open"
        news = f" {row['news'].rstrip('.')}." if row["news"] else ""
        text = f"{state}.{news} Last news: {words.date_text(row['updated_on'])}"
        return f"{text}, more than {STALE_DAYS} days ago." if row in self.stale else f"{text}."


def _are(count: int, how: str, rows: list[Row]) -> str:
    verb = "is" if count == 1 else "are"
    names = words.list_text([f"“{row['action']}”" for row in rows[:2]])
    lead = "among them " if len(rows) > 2 else ""
    return f"{words.counted(count, 'action').capitalize()} {verb} {how}: {lead}{names}."


def gaps(published: Published, themes: Collection[str]) -> list[Block]:
    """Say what cannot be told yet, who could tell it, and when they were asked."""
    title = Heading("What we cannot tell you yet", 2, GAPS)
    rows = [
        row
        for row in published.table("evidence_gap", "position")
        if row["theme"] in themes and not row["is_closed"]
    ]
    if not rows:
        return [title, Paragraph(Text("The evidence-gap register holds nothing for this report."))]
    sentence = f"We cannot answer {words.counted(len(rows), 'question')} yet."
    header = ("What we cannot tell", "Why it matters", "Who could tell us", "When asked")
    lines = tuple(
        (
            f"{row['question']}?",
            row["why"],
            row["supplier"],
            _asked(row),
        )
        for row in rows
    )
    table = Table("Questions without an answer", header, lines, "table-gaps",
                  widths=(3, 2.4, 2.4, 2.2))  # fmt: skip
    return [title, Paragraph(Text(sentence)), table]


def _asked(row: Row) -> str:
    asked = words.date_text(row["asked_on"]) if row["asked_on"] else "No request is recorded"
    return f"{asked}. {row['answer'].rstrip('.')}." if row["answer"] else asked


def decisions(published: Published, board_date: dt.date) -> list[Block]:
    """Set what earlier Boards decided and is still open; nothing where there is none."""
    rows = [
        row
        for row in published.table("decision", "board_date, decision_id")
        if row["state"] == "open" and row["board_date"] < board_date
    ]
    if not rows:
        return []
    late = sum(row["due_date"] is not None and row["due_date"] < board_date for row in rows)
    sentence = (
        f"{words.counted(len(rows), 'decision').capitalize()} of earlier Boards "
        f"{'is' if len(rows) == 1 else 'are'} open, {late or 'none'} overdue."
    )
    lines = tuple(
        (row["decision"], words.date_text(row["board_date"]), row["owner"], _due(row, board_date))
        for row in rows
    )
    header = ("Decision", "Board of", "Who does it", "Due")
    table = Table("Decisions still open", header, lines, "table-decisions",
                  widths=(3.6, 1.6, 2.2, 1.8))  # fmt: skip
    title = Heading("Decisions of earlier Boards", 2, DECISIONS)
    return [title, Paragraph(Text(sentence)), table]


def _due(row: Row, board_date: dt.date) -> str:
    if row["due_date"] is None:
        return "no date agreed"
    due = words.date_text(row["due_date"])
    return f"{due}: overdue" if row["due_date"] < board_date else due


def questions(published: Published, board_date: dt.date) -> list[Block]:
    """Set what the public asked before the Board met, and the answers; nothing where none asked."""
    rows = [
        row
        for row in published.table("public_question", "asked_on, question_id")
        if row["asked_on"] <= board_date
    ]
    if not rows:
        return []
    waiting = sum(not row["answer"] for row in rows)
    sentence = (
        f"The public put {words.counted(len(rows), 'question')} to the Board; "
        f"{waiting or 'none'} {'waits' if waiting == 1 else 'wait'} for an answer."
    )
    lines = tuple(
        (
            row["question"],
            f"{words.date_text(row['asked_on'])}, {row['asked_by']}",
            f"{row['answer']} ({row['answered_by']}, {words.date_text(row['answered_on'])})"
            if row["answer"]
            else f"To answer; due: {_due(row, board_date)}",
        )
        for row in rows
    )
    header = ("Question", "Asked", "Answer")
    table = Table("Questions of the public", header, lines, "table-public-questions",
                  widths=(3, 1.8, 4))  # fmt: skip
    return [Heading("Questions of the public", 2, QUESTIONS), Paragraph(Text(sentence)), table]


class Releases:
    """The release calendar: which editions were out before the Board met."""

    def __init__(self, published: Published, board_date: dt.date) -> None:
        rows = published.table("release", "released_on, publication")
        self._out = [row for row in rows if row["released_on"] <= board_date]

    @property
    def metric_ids(self) -> tuple[str, ...]:
        """List the measures that the calendar knows editions of."""
        return tuple(dict.fromkeys(str(row["metric_id"]) for row in self._out))

    def overtaking(self, metric_id: str, data_to: dt.date | None) -> Row | None:
        """Find the newest edition that holds figures later than a day."""
        newer = [
            row
            for row in self._out
            if row["metric_id"] == metric_id and (data_to is None or row["data_to"] > data_to)
        ]
        return newer[-1] if newer else None

    def overtaken_text(self, measure: Measure) -> str:
        """Say that a newer edition than a measure's was due; empty where none was."""
        if measure.latest is None:
            return ""
        row = self.overtaking(measure.metric["metric_id"], measure.latest["period_end_date"])
        if row is None:
            return ""
        doubt = " (date to be confirmed)" if row["status"] != "confirmed" else ""
        return (
            f"a newer edition was due before this Board: {row['publication']}, {row['edition']}, "
            f"{words.date_text(row['released_on'])}{doubt}"
        )
