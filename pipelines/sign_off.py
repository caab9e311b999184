"""Who checked, assured and approved a paper, on which content: kept in the site's state, in UTC."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from pipelines.errors import ConfigurationError
from pipelines.site import Site

STEPS = ("checked", "assured", "approved")
VERBS = {"check": "checked", "assure": "assured", "approve": "approved"}
_METADATA = sa.MetaData()
_ABOUT = ("subject", "board_date")


def _table(name: str, *columns: str) -> sa.Table:
    """Declare a table of entries: never changed, only added to."""
    return sa.Table(
        name,
        _METADATA,
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("board_date", sa.Date, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        *(sa.Column(column, sa.String, nullable=False) for column in columns),
    )


SIGNATURE = _table("signature", "step", "snapshot_id", "content")
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


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Register:
    """The sign-off register of one site."""

    def __init__(self, site: Site, now: Callable[[], dt.datetime] = _now) -> None:
        """Open the register; `state_url` in site.toml names another database than the site's own."""
        path: Path = site.state / "sign_off.sqlite"
        url = site.settings.get("state_url") or f"sqlite:///{path.as_posix()}"
        site.state.mkdir(parents=True, exist_ok=True)
        self._now = now
        self._engine = sa.create_engine(url)
        _METADATA.create_all(self._engine)

    def __enter__(self) -> "Register":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def standing(self, subject: str, board_date: dt.date, content: str) -> Standing:
        """Say how a paper stands: signatures hold only for the content they were given to."""
        about = {"subject": subject, "board_date": board_date}
        history = tuple(
            Signature(row.step, row.name, _utc(row.at), row.snapshot_id, row.content)
            for row in self._rows(SIGNATURE, about)
        )
        held: list[Signature] = []
        for signature in history:
            wanted = STEPS[len(held)] if len(held) < len(STEPS) else ""
            if signature.content == content and signature.step == wanted:
                held.append(signature)
        return Standing(
            tuple(held),
            tuple(
                Correction(row.name, _utc(row.at), row.text)
                for row in self._rows(CORRECTION, about)
            ),
            tuple(dict.fromkeys(row.person for row in self._rows(ACCESS, about))),
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
    ) -> Standing:
        """Take one step, in its turn; the assurer is another person than the analyst."""
        standing = self.standing(subject, board_date, content)
        person = _person(name)
        if standing.next_step != step:
            raise ConfigurationError(_out_of_turn(subject, step, standing))
        if step == "assured" and _same(person, standing.signatures[0].name):
            raise ConfigurationError(
                f"{subject}: {person} checked this paper, so another person must assure it."
            )
        self._add(
            SIGNATURE, subject, board_date, person,
            step=step, snapshot_id=snapshot_id, content=content,
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

    def _rows(self, table: sa.Table, about: dict[str, object]) -> list[sa.Row[tuple[object, ...]]]:
        wanted = sa.and_(*(table.c[column] == about[column] for column in _ABOUT))
        with self._engine.connect() as connection:
            query = sa.select(table).where(wanted).order_by(table.c.entry_id)
            return list(connection.execute(query))

    def _add(
        self, table: sa.Table, subject: str, board_date: dt.date, name: str, **more: str
    ) -> None:
        at = self._now().astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
        entry = {"subject": subject, "board_date": board_date, "name": name, "at": at, **more}
        with self._engine.begin() as connection:
            connection.execute(table.insert().values(entry))


def _utc(at: dt.datetime) -> dt.datetime:
    return at.replace(tzinfo=dt.UTC)


def _person(name: str) -> str:
    """Keep a name as people write it, on one line."""
    written = " ".join(unicodedata.normalize("NFC", name).split())
    if not written:
        message = "Say with --as who you are: a name and a role."
        raise ConfigurationError(message)
    return written


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


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
