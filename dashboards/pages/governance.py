"""The governance page: what the Board agreed, was asked and cannot be told, and who answers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages
from dashboards.written import current, with_news
from snapshot.published import Row

governance = Pages("governance")
STALE_DAYS = 90
SOON_DAYS = 30
SHOWN = ("", "open")
STATE_OF_PROMISE = {
    "kept": "has a figure",
    "no_figure": "has no measure yet",
    "not_available": "has a measure, but no figure now",
}


@dataclass(frozen=True)
class Registered:
    """One entry of a register of the Board, as it stands on a day."""

    row: Row
    as_at: dt.date

    @property
    def is_open(self) -> bool:
        """Say whether something still has to be done about it."""
        return bool(self.row["state"] == "open")

    @property
    def is_overdue(self) -> bool:
        """Say whether it is open after its day."""
        due = self.row["due_date"]
        return self.is_open and due is not None and due < self.as_at

    @property
    def standing(self) -> str:
        """Say how it stands in words."""
        due = self.row["due_date"]
        if not self.is_open:
            return str(self.row["state"])
        if due is None:
            return "open, without a date agreed"
        if due < self.as_at:
            return f"open, {words.days_late_text(due, self.as_at)}"
        return f"open, due {words.date_text(due)}"


class Decision(Registered):
    """One decision of the Board."""


class RegisteredAction(Registered):
    """One action of the Board's register."""

    @property
    def is_due_soon(self) -> bool:
        """Say whether its day is near."""
        due = self.row["due_date"]
        near = due is not None and 0 <= (due - self.as_at).days <= SOON_DAYS
        return self.is_open and near

    @property
    def is_stale(self) -> bool:
        """Say whether nobody has told anything of it for long."""
        updated_on = self.row["updated_on"]
        return self.is_open and (updated_on is None or (self.as_at - updated_on).days > STALE_DAYS)

    @property
    def needs_the_board(self) -> bool:
        """Say whether the Board should ask about it."""
        return self.is_overdue or self.is_due_soon or self.is_stale

    @property
    def standing(self) -> str:
        """Say how it stands in words, and that nobody has told anything of it for long."""
        text = super().standing
        return f"{text}; no news for {STALE_DAYS} days" if self.is_stale else text

    @property
    def news_text(self) -> str:
        """Say the last news of it, and when that was."""
        updated_on = self.row["updated_on"]
        when = f"Last news {words.date_text(updated_on)}." if updated_on else "No news is recorded."
        return f"{self.row['news'].rstrip('.')}. {when}" if self.row["news"] else when


class Question(Registered):
    """One question of the public."""

    @property
    def is_open(self) -> bool:
        """Say whether it waits for an answer."""
        return not self.row["answer"]

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
        text = f"{last['step']} by {last['name']}, {words.date_text(last['at'].date())}"
        if self.is_of_this_snapshot:
            return text
        return f"{text}, on an earlier snapshot: it holds while the paper says the same"


def actions(reader: Reader) -> list[RegisteredAction]:
    """Return the register: what the Board must look at first, then in its own order."""
    published = reader.published
    rows = with_news(published.table("action", "position"), published, reader.writings.news)
    return sorted((RegisteredAction(row, published.as_at) for row in rows), key=_rank)


def decisions(reader: Reader) -> list[Decision]:
    """Return the Board's decisions: what is overdue, what is open, then the newest first."""
    rows = _rows(reader, "decision", reader.writings.decisions)
    entries = [Decision(row, reader.published.as_at) for row in rows]
    entries.sort(key=lambda d: d.row["board_date"], reverse=True)
    return sorted(entries, key=lambda d: (not d.is_overdue, not d.is_open))


def questions(reader: Reader) -> list[Question]:
    """Return the questions of the public: those that wait first, then the newest first."""
    rows = _rows(reader, "public_question", reader.writings.questions)
    entries = [Question(row, reader.published.as_at) for row in rows]
    entries.sort(key=lambda q: q.row["asked_on"], reverse=True)
    return sorted(entries, key=lambda q: (not q.is_overdue, not q.is_open))


def signed(reader: Reader) -> list[Signed]:
    """Return the papers that anybody signed, the latest Board first."""
    papers: dict[tuple[dt.date, str], list[Row]] = {}
    for row in reader.writings.signatures:
        papers.setdefault((row["board_date"], row["subject"]), []).append(row)
    snapshot_id = reader.published.snapshot_id
    papers_signed = [
        Signed(subject, day, tuple(steps), steps[-1]["snapshot_id"] == snapshot_id)
        for (day, subject), steps in papers.items()
    ]
    return sorted(papers_signed, key=lambda paper: (-paper.board_date.toordinal(), paper.subject))


def _rows(reader: Reader, kind: str, written: tuple[Row, ...]) -> list[Row]:
    return current(kind, reader.published, written, is_read=reader.writings.is_read)


def _rank(action: RegisteredAction) -> tuple[bool, bool, bool, bool]:
    return (
        not action.is_open,
        not action.is_overdue,
        not action.is_due_soon,
        not action.is_stale,
    )


@governance.page("/governance", "governance.html", "Governance", asks=("theme", "show"))
def view(reader: Reader, theme: str = "", show: str = "") -> dict[str, Any] | None:
    """Gather what the governance page says of one theme or all, of what is open or of everything.

    None where there is no such theme, and no such choice.
    """
    published = reader.published
    if (theme and theme not in {row["theme"] for row in published.themes}) or show not in SHOWN:
        return None
    register, gaps, promises = actions(reader), _gaps(reader), _promises(reader)
    decided, asked = decisions(reader), questions(reader)
    counts = {
        "open_count": sum(action.is_open for action in register),
        "overdue_count": sum(action.is_overdue for action in register),
        "gaps_open": sum(not row["is_closed"] for row in gaps),
        "kept_count": sum(row["state"] == "kept" for row in promises),
        "promised_count": len(promises),
        "questions_open": sum(question.is_open for question in asked),
    }
    if show:
        register = [action for action in register if action.is_open]
        gaps = [row for row in gaps if not row["is_closed"]]
        promises = [row for row in promises if row["state"] != "kept"]
        decided = [decision for decision in decided if decision.is_open]
        asked = [question for question in asked if question.is_open]
    return counts | {
        "theme": theme,
        "show": show,
        "actions": [action for action in register if not theme or action.row["theme"] == theme],
        "decisions": decided,
        "questions": asked,
        "signed": signed(reader),
        "gaps": [row for row in gaps if not theme or row["theme"] == theme],
        "promises": [row for row in promises if not theme or row["theme"] == theme],
        "releases": _releases(reader, theme),
        "owners": _owners(reader, theme),
        "statutory": [_statutory(row) for row in published.table("statutory_item", "position")],
        "catalogue": published.metrics,
        "problem": reader.writings.problem,
    }


def _gaps(reader: Reader) -> list[Row]:
    return reader.published.table("evidence_gap", "is_closed, position")


def _promises(reader: Reader) -> list[Row]:
    """Return each promised item with its theme, and how it stands in words."""
    published = reader.published
    themes = {row["objective_id"]: row["theme"] for row in published.objectives}
    of = {row["priority_id"]: themes.get(row["objective_id"]) for row in published.priorities}
    return [
        row
        | {
            "standing": STATE_OF_PROMISE.get(row["state"], str(row["state"])),
            "theme": of.get(row["priority_id"]),
        }
        for row in published.promises
    ]


def _is_of(reader: Reader, metric_id: str, theme: str) -> bool:
    return not theme or reader.published.metrics.get(metric_id, {}).get("theme") == theme


def _releases(reader: Reader, theme: str) -> list[Row]:
    """Return each edition once, the newest first, with the measures that it feeds."""
    editions: dict[tuple[Any, ...], Row] = {}
    as_at = reader.published.as_at
    for row in reader.published.table("release", "released_on desc, publication, metric_id"):
        if not _is_of(reader, row["metric_id"], theme):
            continue
        key = (row["publication"], row["edition"])
        is_out = row["released_on"] is not None and row["released_on"] <= as_at
        first = row | {"metric_ids": [], "is_out": is_out}
        editions.setdefault(key, first)["metric_ids"].append(row["metric_id"])
    return list(editions.values())


def _owners(reader: Reader, theme: str) -> list[tuple[str, list[Row]]]:
    """Return who answers for which measures."""
    owners: dict[str, list[Row]] = {}
    for metric in reader.published.metrics.values():
        if _is_of(reader, metric["metric_id"], theme):
            owners.setdefault(metric["owner"] or "No owner is named", []).append(metric)
    return sorted(owners.items(), key=lambda item: item[0].casefold())


def _statutory(row: Row) -> Row:
    named = [name.strip() for name in (row["metric_ids"] or "").split(",") if name.strip()]
    if row["not_applicable"]:
        standing = f"does not apply: {row['not_applicable']}"
    elif row["link"]:
        standing = "published"
    elif row["table_name"]:
        standing = f"met by the published table {row['table_name']}"
    else:
        standing = "not yet published: no address is recorded"
    return row | {"standing": standing, "named": named}
