"""The governance page: what the Board agreed, was asked and cannot be told, and who answers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dashboards import words
from dashboards.pages import decided
from dashboards.pages.reader import Reader
from dashboards.written import with_news
from snapshot.published import Row

STALE_DAYS = 90
SOON_DAYS = 30
SHOWN = ("", "open")
STATE_OF_PROMISE = {
    "kept": "has a figure",
    "no_figure": "has no measure yet",
    "not_available": "has a measure, but no figure now",
}


@dataclass(frozen=True)
class Action:
    """One action of the Board's register, as it stands on a day."""

    row: Row
    as_at: dt.date

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be done."""
        return bool(self.row["state"] == "open")

    @property
    def is_overdue(self) -> bool:
        """Say whether it is open after its day."""
        due = self.row["due_date"]
        return self.is_open and due is not None and due < self.as_at

    @property
    def is_due_soon(self) -> bool:
        """Say whether its day is near."""
        due = self.row["due_date"]
        near = due is not None and 0 <= (due - self.as_at).days <= SOON_DAYS
        return self.row["state"] == "open" and near

    @property
    def is_stale(self) -> bool:
        """Say whether nobody has told anything of it for long."""
        told = self.row["updated_on"]
        return self.row["state"] == "open" and (
            told is None or (self.as_at - told).days > STALE_DAYS
        )

    @property
    def needs_the_board(self) -> bool:
        """Say whether the Board should ask about it."""
        return self.is_overdue or self.is_due_soon or self.is_stale

    @property
    def standing(self) -> str:
        """Say how it stands in words."""
        if self.row["state"] != "open":
            return str(self.row["state"])
        due = self.row["due_date"]
        if due is None:
            said = "open, without a date agreed"
        elif self.is_overdue:
            said = f"open, {words.days_late_text(due, self.as_at)}"
        else:
            said = f"open, due {words.date_text(due)}"
        return f"{said}; no news for {STALE_DAYS} days" if self.is_stale else said

    @property
    def news_text(self) -> str:
        """Say the last news of it, and when that was."""
        told = self.row["updated_on"]
        when = f"Last news {words.date_text(told)}." if told else "No news is recorded."
        return f"{self.row['news'].rstrip('.')}. {when}" if self.row["news"] else when


def actions(reader: Reader) -> list[Action]:
    """Return the register: what the Board must look at first, then in its own order."""
    published = reader.published
    rows = with_news(published.table("action", "position"), published, reader.writings.news)
    return sorted((Action(row, published.as_at) for row in rows), key=_rank)


def _rank(action: Action) -> tuple[bool, bool, bool, bool]:
    return (
        action.row["state"] != "open",
        not action.is_overdue,
        not action.is_due_soon,
        not action.is_stale,
    )


def view(reader: Reader, theme: str = "", show: str = "") -> dict[str, Any] | None:
    """Gather what the governance page says of one theme or all, of what is open or of everything.

    None where there is no such theme, and no such choice.
    """
    published = reader.published
    if (theme and theme not in {row["theme"] for row in published.themes}) or show not in SHOWN:
        return None
    found, gaps, promises = actions(reader), _gaps(reader), _promises(reader)
    decisions, questions = decided.decisions(reader), decided.questions(reader)
    counts = {
        "open_count": sum(action.is_open for action in found),
        "overdue_count": sum(action.is_overdue for action in found),
        "gaps_open": sum(not row["is_closed"] for row in gaps),
        "kept_count": sum(row["state"] == "kept" for row in promises),
        "promised_count": len(promises),
        "questions_open": sum(question.is_open for question in questions),
    }
    if show:
        found = [action for action in found if action.is_open]
        gaps = [row for row in gaps if not row["is_closed"]]
        promises = [row for row in promises if row["state"] != "kept"]
        decisions = [decision for decision in decisions if decision.is_open]
        questions = [question for question in questions if question.is_open]
    return counts | {
        "theme": theme,
        "show": show,
        "actions": [action for action in found if not theme or action.row["theme"] == theme],
        "decisions": decisions,
        "questions": questions,
        "signed": decided.signed(reader),
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
