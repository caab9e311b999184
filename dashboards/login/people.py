"""People and their roles: what each role allows, and the record of what people do."""

from dataclasses import dataclass
from typing import Protocol

ROLES = ("viewer", "analyst", "editor", "assurer", "administrator")
# What each role may do, as the page about the reader's account says it.
MAY = {
    "viewer": "read what the board may read",
    "analyst": "read the restricted figures, the rows behind them, and ask in SQL",
    "editor": "write commentary, annotations, decisions and answers",
    "assurer": "assure and approve papers and what editors wrote",
    "administrator": "remove what others saved, and see who used the system",
}
# Whoever may write may also read what the analysts read; no role of writing gives another one.
_READING = {"viewer": {"viewer"}} | {
    role: {"viewer", "analyst", role} for role in ("analyst", "editor", "assurer", "administrator")
}
_OF_AUDIENCE = {
    "restricted": frozenset(ROLES),
    "board": frozenset({"viewer"}),
    "public": frozenset[str](),
}


@dataclass(frozen=True)
class Person:
    """Someone who reads; without a role, a member of the public."""

    name: str
    email: str
    roles: frozenset[str]
    subject: str = ""

    @property
    def audience(self) -> str:
        """Return which snapshot file this person's pages are made from."""
        if self.may("analyst"):
            return "restricted"
        return "board" if self.may("viewer") else "public"

    @property
    def is_known(self) -> bool:
        """Say whether anybody is logged in at all."""
        return bool(self.name)

    @property
    def key(self) -> str:
        """Return what this person's own things are kept under: it outlives a change of name."""
        return self.subject or self.email or self.name

    @property
    def label(self) -> str:
        """Return the person as the audit log writes them."""
        return f"{self.name} <{self.email}>" if self.email else self.name or "nobody logged in"

    def may(self, role: str) -> bool:
        """Say whether the person may do what a role may do."""
        if role not in ROLES:
            raise ValueError(f"{role}: there is no such role; there are {', '.join(ROLES)}")
        return any(role in _READING[held] for held in self.roles)


NOBODY = Person("", "", frozenset())


def local_officer(audience: str) -> Person:
    """Return who reads on this very machine, where there is no login."""
    return Person("This computer", "", _OF_AUDIENCE[audience], "this-computer")


class RefusedError(Exception):
    """A request that this reader may not make; it becomes a plain page."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Record(Protocol):
    """Enters an action in the audit log; where it raises, the reader is sent nothing."""

    def __call__(self, action: str, person: str, /, **details: object) -> object:
        """Enter who did what."""


def unrecorded(action: str, person: str, /, **details: object) -> None:
    """Enter nothing: there is no audit log."""
