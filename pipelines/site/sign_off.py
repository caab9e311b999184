"""Who checked, assured and approved a paper, on which content: kept in the site's state, in UTC."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from pipelines.errors import ConfigurationError
from pipelines.site.written.clean import folded
from pipelines.site.written.database import Row, State, entries

STEPS = ("checked", "assured", "approved")
VERBS = {"check": "checked", "assure": "assured", "approve": "approved"}
_ABOUT = ("subject", "board_date")


def _table(name: str, *columns: str, later: tuple[str, ...] = ()) -> sa.Table:
    """Declare a table of entries about one paper; older sites have none of the later columns."""
    return entries(
        name,
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("board_date", sa.Date, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        *(sa.Column(column, sa.String, nullable=False) for column in columns),
        *(sa.Column(column, sa.String) for column in later),
    )


SIGNATURE = _table("signature", "step", "snapshot_id", "content", later=("account",))
CORRECTION = _table("correction", "text")
ACCESS = _table("pre_release_access", "person")


@dataclass(frozen=True)
class Signature:
    """One step taken."""

    step: str
    name: str
    at: dt.datetime
    snapshot_id: str
    content: str
    account: str = ""  # what the login knows the person by, where there is one


@dataclass(frozen=True)
class Correction:
    """One correction notice."""

    name: str
    at: dt.datetime
    text: str


@dataclass(frozen=True)
class Standing:
    """How one paper stands for what it now says."""

    signatures: tuple[Signature, ...]
    corrections: tuple[Correction, ...]
    access: tuple[str, ...]
    lapsed: str
    history: tuple[Signature, ...]

    @property
    def state(self) -> str:
        """Return draft, checked, assured or approved."""
        return self.signatures[-1].step if self.signatures else "draft"

    @property
    def next_step(self) -> str:
        """Name the step still to take; empty once approved."""
        return STEPS[len(self.signatures)] if len(self.signatures) < len(STEPS) else ""


class Register(State):
    """The sign-off register of one site."""

    def standing(self, subject: str, board_date: dt.date, content: str) -> Standing:
        """Say how a paper stands: signatures hold only for the content they were given to."""
        about = {"subject": subject, "board_date": board_date}
        history = tuple(_signature(row) for row in self._rows(SIGNATURE, about))
        held: list[Signature] = []
        for signature in history:
            wanted = STEPS[len(held)] if len(held) < len(STEPS) else ""
            if signature.content == content and signature.step == wanted:
                held.append(signature)
        return Standing(
            tuple(held),
            tuple(
                Correction(row["name"], row["at"], row["text"])
                for row in self._rows(CORRECTION, about)
            ),
            tuple(dict.fromkeys(row["person"] for row in self._rows(ACCESS, about))),
            "" if held or not history else _lapsed(history[-1]),
            history,
        )

    def sign(
        self,
        step: str,
        name: str,
        *,
        subject: str,
        board_date: dt.date,
        content: str,
        snapshot_id: str,
        account: str = "",
        enter: Callable[[], object] | None = None,
    ) -> Standing:
        """Take one step, in its turn; the assurer is another person than the analyst.

        `enter` writes the audit log before the step is kept, and may refuse by failing.
        """
        standing = self.standing(subject, board_date, content)
        person = _person(name)
        if standing.next_step != step:
            raise ConfigurationError(_out_of_turn(subject, step, standing))
        if step == "assured" and _same(standing.signatures[0], person, account):
            raise ConfigurationError(
                f"{subject}: {person} checked this paper, so another person must assure it."
            )
        self.add(
            SIGNATURE, enter, subject=subject, board_date=board_date, name=person,
            step=step, snapshot_id=snapshot_id, content=content, account=account,
        )  # fmt: skip
        return self.standing(subject, board_date, content)

    def correct(self, subject: str, board_date: dt.date, name: str, text: str) -> None:
        """Enter a correction notice: it is printed on the paper from now on."""
        if not text.strip():
            raise ConfigurationError(
                f"{subject}: the notice says nothing. Say with --text what was wrong and what is right."
            )
        self._add(CORRECTION, subject, board_date, _person(name), text=" ".join(text.split()))

    def give_access(self, subject: str, board_date: dt.date, name: str, person: str) -> None:
        """Enter a person on the list of those who may see the paper before the Board."""
        self._add(ACCESS, subject, board_date, _person(name), person=_person(person))

    def every_signature(self) -> list[Row]:
        """Return who took which step on which paper, the first one first."""
        return self.rows(sa.select(SIGNATURE).order_by(SIGNATURE.c.entry_id))

    def _rows(self, table: sa.Table, about: Row) -> list[Row]:
        wanted = sa.and_(*(table.c[column] == about[column] for column in _ABOUT))
        return self.rows(sa.select(table).where(wanted).order_by(table.c.entry_id))

    def _add(
        self, table: sa.Table, subject: str, board_date: dt.date, name: str, **more: str
    ) -> None:
        self.add(table, None, subject=subject, board_date=board_date, name=name, **more)


def _signature(row: Row) -> Signature:
    return Signature(
        row["step"], row["name"], row["at"], row["snapshot_id"], row["content"],
        row["account"] or "",
    )  # fmt: skip


def _person(name: str) -> str:
    """Keep a name as people write it, on one line."""
    written = " ".join(unicodedata.normalize("NFC", name).split())
    if not written:
        message = "Say with --as who you are: a name and a role."
        raise ConfigurationError(message)
    return written


def _same(signature: Signature, person: str, account: str) -> bool:
    """Say whether a person signed before: under the same name, or by the same login."""
    same_login = bool(account) and account == signature.account
    return same_login or folded(person) == folded(signature.name)


def _lapsed(last: Signature) -> str:
    noun = {"checked": "check", "assured": "assurance", "approved": "approval"}[last.step]
    return f"the {noun} lapsed: figures or words have changed since"


def _out_of_turn(subject: str, step: str, standing: Standing) -> str:
    if not standing.next_step:
        return f"{subject}: is approved already, for what it says now. Nothing was changed."
    verb = next(verb for verb, made in VERBS.items() if made == standing.next_step)
    why = f" ({standing.lapsed})" if standing.lapsed else ""
    return (
        f"{subject}: cannot be {step} yet: it is {standing.state}{why}. "
        f"Next: pcplan sign-off {verb}."
    )
