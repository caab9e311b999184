"""The database of what people write: the site's own in `state/`, or the one `state_url` names."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from pipelines import effects
from pipelines.errors import ConfigurationError, StorageError
from pipelines.site.site import Site

METADATA = sa.MetaData()
FILE = "sign_off.sqlite"
PATIENCE_SECONDS = 15.0  # how long a file that another program writes to is waited for
Row = dict[str, Any]


class StateError(StorageError):
    """What people wrote cannot be read or added to."""


class StateBusyError(StateError):
    """Another program is writing there; nothing was saved."""


def moment() -> dt.datetime:
    """Return the time now, in UTC."""
    return dt.datetime.now(dt.UTC)


class State:
    """One site's database; entries are added, never changed and never removed."""

    def __init__(
        self,
        site: Site,
        now: Callable[[], dt.datetime] = moment,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Open the database, making the tables it lacks."""
        self.path: Path = site.state / FILE
        effects.make_folder(site.state)
        self._now = now
        self.where, self._engine = _engine(site, self.path, patience_seconds)
        with self._plainly():
            METADATA.create_all(self._engine)
            _add_later_columns(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def rows(self, query: sa.Select[Any]) -> list[Row]:
        """Run a query; moments come back as UTC."""
        with self._plainly(), self._engine.connect() as connection:
            return [
                {name: _utc(value) for name, value in row.items()}
                for row in connection.execute(query).mappings()
            ]

    def add(
        self, table: sa.Table, entering: Callable[[], object] | None = None, **entry: object
    ) -> None:
        """Add one entry with the time, in a transaction of its own.

        `entering` writes the audit log; where it fails, nothing is added.
        """
        at = self._now().astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
        with self._plainly(), self._engine.connect() as connection:
            connection.execute(table.insert().values(at=at, **entry))
            if entering:
                entering()
            effects.before("commit", self.path)
            connection.commit()

    @property
    def version(self) -> str:
        """Say how far the entries of every table go: it changes with each one."""
        last = [
            sa.select(sa.func.coalesce(sa.func.max(table.c.entry_id), 0)).scalar_subquery()
            for table in METADATA.sorted_tables
        ]
        with self._plainly(), self._engine.connect() as connection:
            return "-".join(str(number) for number in connection.execute(sa.select(*last)).one())

    def damage(self) -> str:
        """Say what is broken in the site's own file; empty where it is whole, or not a file."""
        if self._engine.dialect.name != "sqlite":
            return ""
        with self._plainly(), self._engine.connect() as connection:
            said = connection.execute(sa.text("pragma quick_check(1)")).scalar_one()
        return "" if said == "ok" else str(said)

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Say what is wrong with the database in words that an officer can act on."""
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except sa.exc.DBAPIError as error:
            said = str(error.orig)
            if "locked" in said or "busy" in said:
                raise StateBusyError(
                    f"{self.where}: another program is writing there. Nothing was saved; wait a "
                    "minute and send it again."
                ) from error
            raise StateError(
                f"{self.where}: cannot be read or written: {said.splitlines()[0]}. Nothing was "
                "saved; `pcplan doctor` says what to mend."
            ) from error


def entries(name: str, *columns: sa.Column[Any], unique: tuple[str, ...] = ()) -> sa.Table:
    """Declare a table of entries: each has a number of its own, and the time it was made."""
    return sa.Table(
        name,
        METADATA,
        sa.Column("entry_id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        *columns,
        *([sa.UniqueConstraint(*unique)] if unique else []),
    )


def _add_later_columns(engine: sa.Engine) -> None:
    """Give tables of an older pcplan the columns they lack, which may be empty."""
    there = sa.inspect(engine)
    for table in METADATA.sorted_tables:
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in (column for column in table.columns if column.name not in known):
            kind = column.type.compile(engine.dialect)
            with engine.begin() as connection:
                connection.execute(sa.text(f"alter table {table.name} add {column.name} {kind}"))


def _utc(value: object) -> object:
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value


def _engine(site: Site, path: Path, patience_seconds: float) -> tuple[str, sa.Engine]:
    """Return where the database is, without its password, and the engine that reaches it."""
    named = site.settings.state_url
    try:
        url = sa.make_url(named or f"sqlite:///{path.as_posix()}")
        waits = {"timeout": patience_seconds} if url.get_backend_name() == "sqlite" else {}
        engine = sa.create_engine(url, connect_args=waits)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise ConfigurationError(
            f"{site.root / 'site.toml'}: state_url names a database that cannot be reached: "
            f"{type(error).__name__}. Write it as postgresql+psycopg2://..., and install its driver."
        ) from error
    return (url.render_as_string(hide_password=True) if named else str(path)), engine
