"""What people write, kept entry by entry: a change is a new version, and nothing is written over."""

from collections.abc import Callable, Mapping
from functools import partial

import sqlalchemy as sa

from pipelines.errors import ConfigurationError
from pipelines.site.written import clean, rules
from pipelines.site.written.database import Row, State
from pipelines.site.written.kinds import KINDS, Kind

Enter = Callable[[str, int], object]
_TRIES = 20  # times a number for a new entry is sought while others write too


class OvertakenError(ConfigurationError):
    """Somebody else saved first; `saved` is what stands now, and nothing was lost."""

    def __init__(self, saved: Row) -> None:
        super().__init__(
            f"{saved['person']} saved version {saved['version']} while you were writing. "
            "Yours is not saved: read theirs, then send yours again."
        )
        self.saved = saved


class Store(State):
    """Annotations, commentary, decisions, questions and news of actions of one site."""

    def save(
        self,
        kind_name: str,
        given: Mapping[str, str],
        *,
        person: str,
        account: str = "",
        thing_id: str = "",
        base: int = 0,
        is_withdrawn: bool = False,
        enter: Enter | None = None,
    ) -> Row:
        """Add an entry, or a new version of `thing_id` to the version `base` that was read.

        OvertakenError where another version came first; what would change nothing adds nothing.
        `enter` is told the entry and its version before it is kept, and may refuse by failing.
        """
        kind = KINDS[kind_name]
        values = rules.read(kind, given, self._now().date())
        thing_id = _named(kind, values) if kind.names_itself else thing_id
        saved = self.one(kind_name, thing_id) if thing_id else None
        if saved is None and thing_id and not kind.names_itself:
            raise ConfigurationError(
                f"{kind.title} {thing_id}: there is none. Read the list again."
            )
        if saved is not None:
            if saved["version"] != base:
                raise OvertakenError(saved)
            if rules.is_same(kind, values, saved) and saved["is_withdrawn"] == is_withdrawn:
                return saved
            values |= {name: saved[name] for name in kind.keys}
        entry = values | {
            "person": clean.line(person)[:400],
            "account": clean.line(account)[:400],
            "is_withdrawn": is_withdrawn,
        }
        return self._added(kind, thing_id, base + 1 if saved else 1, entry, enter)

    def withdraw(
        self,
        kind_name: str,
        thing_id: str,
        base: int,
        *,
        person: str,
        account: str = "",
        enter: Enter | None = None,
    ) -> Row:
        """Withdraw an entry: it is no longer shown, and its history stays."""
        saved = self.one(kind_name, thing_id)
        if saved is None:
            raise ConfigurationError(f"{KINDS[kind_name].title} {thing_id}: there is none.")
        given = {field.name: _text(saved[field.name]) for field in KINDS[kind_name].fields}
        return self.save(
            kind_name, given, person=person, account=account, thing_id=thing_id, base=base,
            is_withdrawn=True, enter=enter,
        )  # fmt: skip

    def one(self, kind_name: str, thing_id: str) -> Row | None:
        """Return the latest version of an entry; None where there is none."""
        versions = self.history(kind_name, thing_id)
        return versions[-1] if versions else None

    def history(self, kind_name: str, thing_id: str) -> list[Row]:
        """Return every version of an entry, the first one first."""
        table = KINDS[kind_name].table
        wanted = sa.select(table).where(table.c.thing_id == thing_id)
        return self.rows(wanted.order_by(table.c.version))

    def latest(self, kind_name: str) -> list[Row]:
        """Return the latest version of each entry, in the order they were first made."""
        table = KINDS[kind_name].table
        newest = (
            sa.select(table.c.thing_id, sa.func.max(table.c.version).label("version"))
            .group_by(table.c.thing_id)
            .subquery()
        )
        first = (
            sa.select(table.c.thing_id, table.c.entry_id.label("first_id"))
            .where(table.c.version == 1)
            .subquery()
        )
        joined = table.join(
            newest,
            sa.and_(table.c.thing_id == newest.c.thing_id, table.c.version == newest.c.version),
        ).join(first, table.c.thing_id == first.c.thing_id)
        return self.rows(sa.select(table).select_from(joined).order_by(first.c.first_id))

    def _added(
        self, kind: Kind, thing_id: str, version: int, entry: Row, enter: Enter | None
    ) -> Row:
        """Add a version; a new entry takes the next number that nobody else took meanwhile."""
        for _ in range(_TRIES):
            name = thing_id or f"{kind.prefix}{self._count(kind) + 1}"
            try:
                told = partial(enter, name, version) if enter else None
                self.add(kind.table, told, thing_id=name, version=version, **entry)
            except sa.exc.IntegrityError:
                saved = self.one(kind.name, name)
                if thing_id and saved is not None:
                    raise OvertakenError(saved) from None
                continue
            return self.history(kind.name, name)[version - 1]
        raise ConfigurationError(f"{kind.title}: too many write at once. Send it again.")

    def _count(self, kind: Kind) -> int:
        table = kind.table
        query = sa.select(sa.func.count().label("made")).where(table.c.version == 1)
        return int(self.rows(query.select_from(table))[0]["made"])


def _named(kind: Kind, values: Mapping[str, object]) -> str:
    """Name an entry after what it is about: there is one for each."""
    return "/".join(_text(values[name]) for name in kind.keys)


def _text(value: object) -> str:
    return "" if value is None else str(value)
