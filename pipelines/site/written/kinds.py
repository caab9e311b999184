"""What people may write: the fields of each kind, what is asked of them, and where they are kept."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pipelines.site.written.database import entries

Values = Mapping[str, Any]
ASKED_BY = (
    *("member of the public", "community group", "business", "councillor"),
    *("Police and Crime Panel", "journalist", "another body"),
)
_TYPES: dict[str, Callable[[], sa.types.TypeEngine[Any]]] = {"day": sa.Date}


@dataclass(frozen=True)
class Field:
    """One thing that a form asks for; `kind` is line, text, day, choice or key.

    A key says what the entry is about: it is given by the address and stays as it is.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    longest: int = 0
    is_needed: bool = True
    choices: tuple[str, ...] = ()
    is_about_nobody: bool = False  # may hold no address, telephone number or e-mail of a person
    is_day: bool = False  # of a key: a day, written as 2019-12-19


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its fields, and the table that keeps every version of each."""

    name: str
    title: str
    prefix: str
    fields: tuple[Field, ...]
    table: sa.Table
    contradictions: Callable[[Values], dict[str, str]]

    @property
    def keys(self) -> tuple[str, ...]:
        """Name the fields that say what an entry is about."""
        return tuple(field.name for field in self.fields if field.kind == "key")

    @property
    def names_itself(self) -> bool:
        """Say whether there is one entry for each thing written about, named after it."""
        return not self.prefix


def _kind(
    name: str,
    title: str,
    prefix: str,
    *fields: Field,
    contradictions: Callable[[Values], dict[str, str]] = lambda _: {},
) -> Kind:
    columns = [
        sa.Column(field.name, _TYPES.get(field.kind, sa.Text)(), nullable=not field.is_needed)
        for field in fields
    ]
    table = entries(
        name,
        sa.Column("thing_id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean, nullable=False),
        sa.Column("person", sa.String(400), nullable=False),
        sa.Column("account", sa.String(400), nullable=False),
        *columns,
        unique=("thing_id", "version"),
    )
    return Kind(name, title, prefix, fields, table, contradictions)


def _answer(values: Values) -> dict[str, str]:
    """An answer says who gave it, and when; it comes after the question."""
    found = {}
    named = {"answered_by": "who answered", "answered_on": "the day of the answer"}
    for name, said in named.items():
        if values["answer"] and not values[name]:
            found[name] = f"Say {said}: the answer is published with it."
    if not values["answer"] and any(values[name] for name in named):
        found["answer"] = "Write the answer, or leave who answered and the day empty."
    for name, said in (("answered_on", "answered"), ("due_date", "due")):
        if _is_before(values[name], values["asked_on"]):
            found[name] = f"A question cannot be {said} before it was asked. Mend one of the days."
    return found


def _due(values: Values) -> dict[str, str]:
    if _is_before(values["due_date"], values["board_date"]):
        return {"due_date": "What the Board decides cannot be due before it met. Mend one day."}
    return {}


def _is_before(day: dt.date | None, other: dt.date | None) -> bool:
    return day is not None and other is not None and day < other


ANNOTATION = _kind(
    "annotation",
    "Note on a chart",
    "N",
    Field("metric_id", "key", "Measure"),
    Field("area_code", "choice", "Area", "All areas, unless you choose one.", is_needed=False),
    Field("annotation_date", "day", "Day it is about", "The chart marks the period of this day."),
    Field("text", "line", "What to know", "One sentence, as it will stand under the chart.", 140,
          is_about_nobody=True),
    Field("reason", "text", "Why", "How you know, and what it does to the figures.", 600,
          is_about_nobody=True),
)  # fmt: skip
COMMENTARY = _kind(
    "commentary",
    "Commentary",
    "",
    Field("board_date", "key", "Board", is_day=True),
    Field("priority_id", "key", "Priority for action"),
    Field("text", "text", "Commentary", "Paragraphs, lists with '-' and topics with '###'.", 20_000),
)  # fmt: skip
DECISION = _kind(
    "decision",
    "Decision of the Board",
    "D",
    Field("board_date", "day", "Day the Board met"),
    Field("decision", "text", "What the Board decided", "As the minute has it.", 1_000),
    Field("owner", "line", "Who does it", "A body or a post, not a person's name.", 120),
    Field("due_date", "day", "Due", "Leave it empty where no day was agreed.", is_needed=False),
    Field("state", "choice", "How it stands", choices=("open", "done")),
    contradictions=_due,
)
PUBLIC_QUESTION = _kind(
    "public_question",
    "Question of the public",
    "Q",
    Field("asked_on", "day", "Day it was asked"),
    Field("asked_by", "choice", "Asked by", "Never a name.", choices=ASKED_BY),
    Field("question", "text", "Question", "Take out names, addresses and numbers of people.",
          1_000, is_about_nobody=True),
    Field("due_date", "day", "Answer due", "Leave it empty where there is no day.",
          is_needed=False),
    Field("answer", "text", "Answer", "Leave it empty until there is one.", 4_000,
          is_needed=False),
    Field("answered_by", "line", "Answered by", "A post or a body.", 120, is_needed=False),
    Field("answered_on", "day", "Answered on", is_needed=False),
    contradictions=_answer,
)  # fmt: skip
ACTION_UPDATE = _kind(
    "action_update",
    "News of an action",
    "",
    Field("action_id", "key", "Action"),
    Field("state", "choice", "How it stands", choices=("open", "done", "dropped")),
    Field("news", "text", "News", "What has happened since the last news.", 600),
    Field("news_on", "day", "Day of this news"),
    Field("due_date", "day", "New day agreed", "Leave it empty to keep the day there is.",
          is_needed=False),
)  # fmt: skip
KINDS = {
    kind.name: kind for kind in (ANNOTATION, COMMENTARY, DECISION, PUBLIC_QUESTION, ACTION_UPDATE)
}
