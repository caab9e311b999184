"""What people write beside the figures: what the pages need of the store that is handed in."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards.papers.approval import Approval
from dashboards.papers.texts import Texts
from snapshot.published import Published, Row

# The column that names a thing in the snapshot, where the store calls it `thing_id`.
_NAMES = {
    "annotation": "annotation_id",
    "decision": "decision_id",
    "public_question": "question_id",
}


class RefusedWritingError(Exception):
    """What was written cannot be kept; `faults` says of each field what to do."""

    def __init__(self, message: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.faults = dict(faults or {})


class OvertakenWritingError(RefusedWritingError):
    """Somebody else saved first; `saved` is what stands now."""

    def __init__(self, message: str, saved: Row) -> None:
        super().__init__(message)
        self.saved = saved


class UnavailableError(Exception):
    """The store cannot be read or written now; nothing was saved."""


class Field(Protocol):
    """One thing that a form asks for."""

    @property
    def name(self) -> str:
        """Its name in the form and in the store."""

    @property
    def kind(self) -> str:
        """What it is: line, text, day, choice, or the key that the address gives."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def hint(self) -> str:
        """What helps to fill it in."""

    @property
    def longest(self) -> int:
        """How many characters it may have; 0 where that is not limited."""

    @property
    def is_needed(self) -> bool:
        """Whether it may not stay empty."""

    @property
    def choices(self) -> Sequence[str]:
        """What may be chosen; empty where the page knows."""


@dataclass(frozen=True)
class Writings:
    """Everything written, as it now stands; nothing where no store is handed in."""

    version: str = ""
    annotations: tuple[Row, ...] = ()
    decisions: tuple[Row, ...] = ()
    questions: tuple[Row, ...] = ()
    news: tuple[Row, ...] = ()
    commentary: tuple[Row, ...] = ()
    signatures: tuple[Row, ...] = ()
    is_read: bool = False  # False: the snapshot alone is known
    problem: str = ""  # why the store could not be read, where it could not


NOTHING = Writings()


class WritingStore(Protocol):
    """The store of what people write, for pages and forms."""

    @property
    def board(self) -> Mapping[str, str]:
        """What the plan says of the Board: its name, who writes to it, the recommendation."""

    @property
    def meetings(self) -> Sequence[dt.date]:
        """The days on which the Board meets."""

    def writings(self) -> Writings:
        """Return what is written now; quickly, and never an error."""

    def fields(self, kind: str) -> Sequence[Field]:
        """Return what the form of one kind asks for."""

    def history(self, kind: str, thing_id: str) -> list[Row]:
        """Return every version of an entry, the first one first."""

    def save(
        self,
        kind: str,
        given: Mapping[str, str],
        *,
        person: str,
        account: str,
        enter: Callable[[str, int], object],
        thing_id: str = "",
        base: int = 0,
    ) -> Row:
        """Keep an entry, or a new version of it; return it as it now stands.

        `enter` is told the entry and its version before it is kept: what fails there is not kept.
        """

    def withdraw(
        self,
        kind: str,
        thing_id: str,
        base: int,
        *,
        person: str,
        account: str,
        enter: Callable[[str, int], object],
    ) -> Row:
        """Withdraw an entry; its history stays."""

    def texts(self, drafts: Mapping[str, str] | None = None) -> Texts:
        """Return the words for papers, with drafts in front of what is saved."""

    def approval(self, subject: str, board_date: dt.date, content: str) -> Approval:
        """Say how a paper stands for what it now tells."""

    def sign(
        self,
        step: str,
        *,
        subject: str,
        board_date: dt.date,
        content: str,
        snapshot_id: str,
        person: str,
        account: str,
        enter: Callable[[], object],
    ) -> None:
        """Take one step of the sign-off of a paper."""


def current(kind: str, published: Published, written: Sequence[Row], *, is_read: bool) -> list[Row]:
    """Return the entries of a kind as they stand now: what came since the snapshot is marked.

    The public reads what is published, and what nobody handed in is not known to anyone else.
    """
    name = _NAMES[kind]
    there = published.table(kind, f"try_cast({name}[2:] as integer), {name}")
    if not is_read or published.audience == "public":
        return [row | {"is_new": False} for row in there]
    known = {(row[name], row["version"]) for row in there}
    entries = []
    for row in written:
        if kind == "annotation" and row["metric_id"] not in published.metrics:
            continue
        origin = {name: row["thing_id"], "written_by": row["person"], "written_at": row["at"]}
        entries.append(row | origin | {"is_new": (row["thing_id"], row["version"]) not in known})
    return entries


def with_news(actions: Sequence[Row], published: Published, news: Sequence[Row]) -> list[Row]:
    """Put the latest news of each action in its place; the public reads what is published."""
    of = {row["action_id"]: row for row in news} if published.audience != "public" else {}
    actions_now = []
    for action in actions:
        update = of.get(action["action_id"])
        if update is None or (action["updated_on"] and update["news_on"] < action["updated_on"]):
            actions_now.append(action | {"is_new": False})
            continue
        now = {
            "state": update["state"],
            "news": update["news"],
            "updated_on": update["news_on"],
            "due_date": update["due_date"] or action["due_date"],
        }
        is_new = any(action[key] != value for key, value in now.items())
        actions_now.append(action | now | {"is_new": is_new})
    return actions_now
