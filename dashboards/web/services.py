"""What requests need, as one object: the snapshots, their pages, the login and the stores."""

from dataclasses import dataclass

from flask import current_app

from dashboards.login.login import SessionLogin
from dashboards.login.oidc import Provider
from dashboards.login.people import Person, Record
from dashboards.sql_console.ask import SqlConsole
from dashboards.sql_console.saved import SavedQueries
from dashboards.web.current import CurrentReaders
from dashboards.web.page_cache import PageCache
from dashboards.written import WritingStore

EXTENSION = "pcplan"  # under which name Flask keeps it


@dataclass
class Services:
    """What one application was made with; `None` is what this site goes without."""

    readers: CurrentReaders
    pages: PageCache
    officer: Person  # who reads where there is no login: whoever sits at this computer
    record: Record
    sql_console: SqlConsole
    login: SessionLogin | None = None
    provider: Provider | None = None
    saved_queries: SavedQueries | None = None
    written: WritingStore | None = None

    def who(self) -> Person:
        """Return who makes the present request."""
        return self.login.who() if self.login else self.officer

    @property
    def may_read_unknown(self) -> bool:
        """Say whether pages are shown to somebody who is not logged in."""
        return self.login is None or self.login.settings.public_without_login

    @property
    def audiences(self) -> dict[str, frozenset[str]]:
        """Return, by audience, the roles of those who may come."""
        if self.login is None:
            return {self.officer.audience: self.officer.roles}
        known = {"board": frozenset({"viewer"}), "restricted": frozenset({"analyst"})}
        return known | ({"public": frozenset[str]()} if self.may_read_unknown else {})


def services() -> Services:
    """Return what the application of the present request was made with."""
    held: Services = current_app.extensions[EXTENSION]
    return held
