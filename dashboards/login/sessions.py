"""Who is logged in: kept on the server, so that logging out and running out are final.

The browser holds a random key in a signed cookie; here lies its hash, with the person and when
they came and were last seen. Nobody who reads this store can make a cookie from it.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dashboards.login.people import Person

_METADATA = sa.MetaData()
SESSION = sa.Table(
    "login_session",
    _METADATA,
    sa.Column("key_hash", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("email", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("roles", sa.String, nullable=False),
    sa.Column("began_at", sa.Float, nullable=False),  # seconds since 1970, UTC
    sa.Column("seen_at", sa.Float, nullable=False),
    sa.Column("id_token", sa.String, nullable=False),
)
# How much later than "last seen" somebody may have been seen, so that not each page is a write.
_SEEN_PARTS = 20
_SECONDS_KEPT = 5  # a page has many parts: the store is asked again after so long
_MOST_KEPT = 1_000


class EndedError(Exception):
    """A session that there was is over; the message says why."""


_GONE = EndedError("It was ended, here or in another window.")


@dataclass(frozen=True)
class LoginSession:
    """A session as it stands."""

    person: Person
    began_at: dt.datetime
    id_token: str


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Sessions:
    """The sessions of one site, in its state."""

    def __init__(
        self,
        url: str,
        idle: dt.timedelta,
        absolute: dt.timedelta,
        now: Callable[[], dt.datetime] = _now,
    ) -> None:
        self.idle, self.absolute, self._now = idle, absolute, now
        self._kept: dict[str, tuple[float, sa.Row[Any]]] = {}  # when it was read, and the row
        self._engine = sa.create_engine(url)
        _METADATA.create_all(self._engine)

    def begin(self, person: Person, id_token: str = "") -> str:
        """Keep that a person logged in; return the key for their browser."""
        key = secrets.token_urlsafe(32)
        now = self._now().timestamp()
        row = {
            "key_hash": _hash(key),
            "name": person.name,
            "email": person.email,
            "subject": person.subject,
            "roles": " ".join(sorted(person.roles)),
            "began_at": now,
            "seen_at": now,
            "id_token": id_token,
        }
        with self._engine.begin() as connection:
            connection.execute(sa.delete(SESSION).where(self._is_over(now)))
            connection.execute(sa.insert(SESSION).values(row))
        return key

    def find(self, key: str) -> LoginSession:
        """Return the session of a key, and keep that its person was seen."""
        now = self._now().timestamp()
        row = self._row(_hash(key), now)
        if now - row.began_at >= self.absolute.total_seconds():
            self.end(key)
            raise EndedError(f"{span_text(self.absolute)} have passed since the login.")
        if now - row.seen_at >= self.idle.total_seconds():
            self.end(key)
            raise EndedError(f"No page was asked for in {span_text(self.idle)}.")
        if now - row.seen_at >= self.idle.total_seconds() / _SEEN_PARTS:
            mine = SESSION.c.key_hash == row.key_hash
            with self._engine.begin() as connection:
                connection.execute(sa.update(SESSION).where(mine).values(seen_at=now))
            self._kept.pop(row.key_hash, None)
        person = Person(row.name, row.email, frozenset(row.roles.split()), row.subject)
        return LoginSession(person, dt.datetime.fromtimestamp(row.began_at, dt.UTC), row.id_token)

    def end(self, key: str) -> None:
        """Forget a session: at once here, within seconds in another process."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(SESSION).where(SESSION.c.key_hash == _hash(key)))
        self._kept.pop(_hash(key), None)

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    def _row(self, key_hash: str, now: float) -> sa.Row[Any]:
        """Read a session, unless it was read a moment ago."""
        kept = self._kept.get(key_hash)
        if kept is not None and 0 <= now - kept[0] < _SECONDS_KEPT:
            return kept[1]
        with self._engine.connect() as connection:
            wanted = sa.select(SESSION).where(SESSION.c.key_hash == key_hash)
            row = connection.execute(wanted).one_or_none()
        if row is None:
            self._kept.pop(key_hash, None)
            raise _GONE
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key_hash] = now, row
        return row

    def _is_over(self, now: float) -> sa.ColumnElement[bool]:
        return sa.or_(
            SESSION.c.began_at <= now - self.absolute.total_seconds(),
            SESSION.c.seen_at <= now - self.idle.total_seconds(),
        )


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def span_text(span: dt.timedelta) -> str:
    """Write a length of time in words."""
    minutes = span.total_seconds() / 60
    if minutes >= 60 and minutes % 60 == 0:
        hours = int(minutes // 60)
        return f"{hours} hour{'s' if hours > 1 else ''}"
    return f"{minutes:g} minute{'s' if minutes != 1 else ''}"
