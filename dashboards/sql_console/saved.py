"""Questions in SQL that people kept: each its asker's own, and others' to read when shared."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

LONGEST_NAME = 80
MOST_OF_ONE = 200  # questions that one person may keep
_METADATA = sa.MetaData()
QUERY = sa.Table(
    "saved_query",
    _METADATA,
    sa.Column("query_id", sa.String, primary_key=True),
    sa.Column("owner", sa.String, nullable=False, index=True),
    sa.Column("owner_name", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("is_shared", sa.Boolean, nullable=False),
    sa.Column("saved_at", sa.DateTime, nullable=False),  # UTC
)


class NotSavedError(Exception):
    """A question cannot be kept as it was given; the message says what to mend."""


_EMPTY = NotSavedError("There is no question to save. Write one first.")


@dataclass(frozen=True)
class Saved:
    """One question that somebody kept."""

    query_id: str
    owner: str
    owner_name: str
    name: str
    text: str
    is_shared: bool
    saved_at: dt.datetime


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class SavedQueries:
    """The questions kept in one site's state."""

    def __init__(self, url: str, now: Callable[[], dt.datetime] = _now) -> None:
        self._now = now
        self._engine = sa.create_engine(url)
        _METADATA.create_all(self._engine)

    def save(self, owner: str, owner_name: str, name: str, text: str, *, is_shared: bool) -> str:
        """Keep a question; return under what it is found."""
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise NotSavedError(f"Give it a name of at most {LONGEST_NAME} characters.")
        if not text.strip():
            raise _EMPTY
        if sum(saved.owner == owner for saved in self.seen_by(owner)) >= MOST_OF_ONE:
            raise NotSavedError(f"You keep {MOST_OF_ONE} questions already. Remove one first.")
        query_id = secrets.token_urlsafe(9)
        row = {
            "query_id": query_id,
            "owner": owner,
            "owner_name": owner_name,
            "name": name,
            "text": text,
            "is_shared": is_shared,
            "saved_at": self._now().replace(tzinfo=None),
        }
        with self._engine.begin() as connection:
            connection.execute(sa.insert(QUERY).values(row))
        return query_id

    def seen_by(self, owner: str) -> list[Saved]:
        """Return a person's own questions and those that others share, by name."""
        return self._where(sa.or_(QUERY.c.owner == owner, QUERY.c.is_shared))

    def one(self, query_id: str, owner: str) -> Saved | None:
        """Return a question that this person may see, if there is one by that name."""
        mine = sa.or_(QUERY.c.owner == owner, QUERY.c.is_shared)
        questions = self._where(sa.and_(QUERY.c.query_id == query_id, mine))
        return questions[0] if questions else None

    def remove(self, query_id: str) -> None:
        """Forget a question."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(QUERY).where(QUERY.c.query_id == query_id))

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    def _where(self, which: sa.ColumnElement[bool]) -> list[Saved]:
        wanted = sa.select(QUERY).where(which).order_by(QUERY.c.name, QUERY.c.query_id)
        with self._engine.connect() as connection:
            return [
                Saved(**row._asdict() | {"saved_at": row.saved_at.replace(tzinfo=dt.UTC)})
                for row in connection.execute(wanted)
            ]
