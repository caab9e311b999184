"""Hands the dashboards what people write: read at once, saved with care, refused in plain words."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from dashboards.papers.approval import Approval
from dashboards.papers.texts import Texts
from dashboards.written import (
    NOTHING,
    OvertakenWritingError,
    RefusedWritingError,
    UnavailableError,
    Writings,
)
from pipelines.errors import ConfigurationError
from pipelines.papers import board_papers
from pipelines.site.plan import read_plan
from pipelines.site.sign_off import Register
from pipelines.site.site import Site
from pipelines.site.written import clean
from pipelines.site.written.database import PATIENCE_SECONDS, Row, StateError
from pipelines.site.written.kinds import KINDS, Field
from pipelines.site.written.published import standing
from pipelines.site.written.rules import WritingError
from pipelines.site.written.store import OvertakenError, Store

NEVER = float("-inf")
FRESH_SECONDS = 0.5  # how long what was read is taken to be what stands
GLANCE_SECONDS = 0.3  # how long a page waits for somebody who is saving
NOT_READ = "What people wrote since this snapshot cannot be read now. It is not lost."


class Desk:
    """The store of one site as the dashboards have it."""

    def __init__(self, site: Site, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._site, self._patience = site, patience_seconds
        self._lock = threading.Lock()
        self._reading: Store | None = None
        self._read_at = NEVER
        self._changes = 0  # made here: what was read before one of them is read again
        self._known = NOTHING

    @property
    def board(self) -> Mapping[str, str]:
        """What the plan says of the Board."""
        return {name: str(value) for name, value in self._board().items()}

    @property
    def meetings(self) -> Sequence[dt.date]:
        """The days on which the Board meets, in order."""
        return sorted(day for day in self._board().get("meetings") or [] if type(day) is dt.date)

    def _board(self) -> Row:
        with _plainly():
            return read_plan(self._site.root / "plan").board

    def writings(self) -> Writings:
        """Return what is written now; while somebody else reads or saves, what was last read."""
        if time.monotonic() - self._read_at < FRESH_SECONDS:
            return self._known
        if self._lock.acquire(blocking=self._read_at == NEVER):
            try:
                changes = self._changes
                if time.monotonic() - self._read_at >= FRESH_SECONDS:
                    self._known = self._now_known()
                    self._read_at = time.monotonic() if changes == self._changes else NEVER
            finally:
                self._lock.release()
        return self._known

    def _now_known(self) -> Writings:
        known = self._known
        try:
            if self._reading is None:
                self._reading = Store(self._site, patience_seconds=GLANCE_SECONDS)
            version = self._reading.version
            if version == known.version:
                return replace(known, problem="") if known.problem else known
            written = {name: tuple(standing(self._reading.latest(name))) for name in KINDS}
            with Register(self._site, patience_seconds=GLANCE_SECONDS) as register:
                signatures = tuple(register.every_signature())
        except StateError:
            return known if known.problem else replace(known, problem=NOT_READ)
        return Writings(
            version,
            annotations=written["annotation"],
            decisions=written["decision"],
            questions=written["public_question"],
            news=written["action_update"],
            commentary=written["commentary"],
            signatures=signatures,
            is_read=True,
        )

    def fields(self, kind: str) -> Sequence[Field]:
        """Return what the form of one kind asks for."""
        return KINDS[kind].fields

    def history(self, kind: str, thing_id: str) -> list[Row]:
        """Return every version of an entry, the first one first."""
        with _plainly(), Store(self._site, patience_seconds=self._patience) as store:
            return store.history(kind, thing_id)

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
        """Keep an entry, or a new version of it."""
        with self._changing(), Store(self._site, patience_seconds=self._patience) as store:
            return store.save(
                kind, given, person=person, account=account, enter=enter, thing_id=thing_id,
                base=base,
            )  # fmt: skip

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
        with self._changing(), Store(self._site, patience_seconds=self._patience) as store:
            return store.withdraw(kind, thing_id, base, person=person, account=account, enter=enter)

    def texts(self, drafts: Mapping[str, str] | None = None) -> Texts:
        """Return the words for papers, with drafts in front of what is saved."""
        cleaned = {name: clean.lines(text) for name, text in (drafts or {}).items()}
        with _plainly():
            return board_papers.texts_of(self._site, cleaned)

    def approval(self, subject: str, board_date: dt.date, content: str) -> Approval:
        """Say how a paper stands for what it now tells."""
        with _plainly(), Register(self._site, patience_seconds=self._patience) as register:
            return board_papers.approval_of(register, subject, board_date, content)

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
        with self._changing(), Register(self._site, patience_seconds=self._patience) as register:
            register.sign(
                step, person, subject=subject, board_date=board_date, content=content,
                snapshot_id=snapshot_id, account=account, enter=enter,
            )  # fmt: skip

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Have what was changed read again by the next page."""
        with _plainly():
            yield
        self._changes += 1
        self._read_at = NEVER


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """Hand our refusals to the pages as theirs."""
    try:
        yield
    except OvertakenError as error:
        raise OvertakenWritingError(str(error), error.saved) from error
    except WritingError as error:
        raise RefusedWritingError(str(error), error.faults) from error
    except ConfigurationError as error:
        raise RefusedWritingError(str(error)) from error
    except StateError as error:
        raise UnavailableError(str(error)) from error
