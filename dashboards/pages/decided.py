"""What the Board decided, what the public asked it, and who signed its papers."""

import datetime as dt
from dataclasses import dataclass

from dashboards import words
from dashboards.pages.reader import Reader
from dashboards.written import current
from snapshot.published import Row

SOON_DAYS = 30


@dataclass(frozen=True)
class Decision:
    """One decision of the Board, as it stands on a day."""

    row: Row
    as_at: dt.date

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be carried out."""
        return bool(self.row["state"] == "open")

    @property
    def is_overdue(self) -> bool:
        """Say whether it is open after its day."""
        return self.is_open and _is_past(self.row["due_date"], self.as_at)

    @property
    def standing(self) -> str:
        """Say how it stands in words."""
        return _standing(self.row["due_date"], self.as_at) if self.is_open else "done"


@dataclass(frozen=True)
class Question:
    """One question of the public, as it stands on a day."""

    row: Row
    as_at: dt.date

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer."""
        return not self.row["answer"]

    @property
    def is_overdue(self) -> bool:
        """Say whether its answer should have been given."""
        return self.is_open and _is_past(self.row["due_date"], self.as_at)

    @property
    def standing(self) -> str:
        """Say how it stands in words."""
        due = self.row["due_date"]
        if self.is_overdue:
            return f"to answer, {words.days_late_text(due, self.as_at)}"
        if self.is_open:
            return f"to answer by {words.date_text(due)}" if due else "to answer; no day is set"
        return f"answered by {self.row['answered_by']}, {words.date_text(self.row['answered_on'])}"


@dataclass(frozen=True)
class Signed:
    """How far one paper has been signed off, and by whom."""

    subject: str
    board_date: dt.date
    steps: tuple[Row, ...]
    is_of_this_snapshot: bool

    @property
    def standing(self) -> str:
        """Say the last step, and whether it was taken on the figures shown here."""
        last = self.steps[-1]
        said = f"{last['step']} by {last['name']}, {words.date_text(last['at'].date())}"
        if self.is_of_this_snapshot:
            return said
        return f"{said}, on an earlier snapshot: it holds while the paper says the same"


def decisions(reader: Reader) -> list[Decision]:
    """Return the Board's decisions: what is overdue, what is open, then the newest first."""
    rows = _rows(reader, "decision", reader.writings.decisions)
    found = [Decision(row, reader.published.as_at) for row in rows]
    found.sort(key=lambda d: d.row["board_date"], reverse=True)
    return sorted(found, key=lambda d: (not d.is_overdue, not d.is_open))


def questions(reader: Reader) -> list[Question]:
    """Return the questions of the public: those that wait first, then the newest first."""
    rows = _rows(reader, "public_question", reader.writings.questions)
    found = [Question(row, reader.published.as_at) for row in rows]
    found.sort(key=lambda q: q.row["asked_on"], reverse=True)
    return sorted(found, key=lambda q: (not q.is_overdue, not q.is_open))


def signed(reader: Reader) -> list[Signed]:
    """Return the papers that anybody signed, the latest Board first."""
    papers: dict[tuple[dt.date, str], list[Row]] = {}
    for row in reader.writings.signatures:
        papers.setdefault((row["board_date"], row["subject"]), []).append(row)
    snapshot_id = reader.published.snapshot_id
    found = [
        Signed(subject, day, tuple(steps), steps[-1]["snapshot_id"] == snapshot_id)
        for (day, subject), steps in papers.items()
    ]
    return sorted(found, key=lambda paper: (-paper.board_date.toordinal(), paper.subject))


def _rows(reader: Reader, kind: str, written: tuple[Row, ...]) -> list[Row]:
    return current(kind, reader.published, written, is_read=reader.writings.is_read)


def _is_past(due: dt.date | None, as_at: dt.date) -> bool:
    return due is not None and due < as_at


def _standing(due: dt.date | None, as_at: dt.date) -> str:
    if due is None:
        return "open, without a date agreed"
    if due < as_at:
        return f"open, {words.days_late_text(due, as_at)}"
    return f"open, due {words.date_text(due)}"
