"""Runs nights: each that is due in its turn, held, watched and written down from begin to end.

A night is an iterator of steps, which does its work as it is drawn on: whoever draws (see
`dagster_run`) records them. A night with nothing to do has no steps.
"""

import datetime as dt
import functools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines import assemble
from pipelines.catalogue.catalogue import Catalogue
from pipelines.errors import (
    BusyError,
    ConfigurationError,
    OverrunError,
    PcplanError,
    RunStorageError,
)
from pipelines.nightly import dagster_run, missed_nights
from pipelines.nightly.dagster_instance import reconcile_site
from pipelines.nightly.missed_nights import CAUGHT_UP, Due, Outcome
from pipelines.nightly.night import (
    Listener,
    Night,
    Step,
    Steps,
    forget_left_overs,
    nobody,
    opened,
)
from pipelines.nightly.processes import limited
from pipelines.retention import keeping
from pipelines.site import lock
from pipelines.site.site import Site
from pipelines.site.written.published import read_plan_of

PATIENCE_SECONDS = 0.5  # who only looks at the lock holds it for a moment


@dataclass(frozen=True)
class Manner:
    """How nights are run, whichever they are.

    `overrun` is told of one that lasts too long; the catalogue is read where none is given.
    """

    full: bool = False
    listener: Listener = nobody
    overrun: Callable[[PcplanError], None] | None = None
    clock: missed_nights.Clock = missed_nights.now
    catalogue: Catalogue | None = None


def run_night(
    site: Site, business_date: dt.date | None = None, manner: Manner = Manner()
) -> Outcome:
    """Run one night; raises BusyError when another holds the site, PcplanError when it failed."""
    outcomes: list[Outcome] = []
    notes: list[str] = []
    dagster_run.in_process(site, night_of(site, business_date, manner, outcomes), notes.append)
    outcomes[-1].notes += tuple(notes)
    return outcomes[-1]


def run_due_nights(site: Site, manner: Manner = Manner()) -> list[Outcome]:
    """Run every night that was missed, oldest first and each once, and then today's."""
    outcomes: list[Outcome] = []
    notes: list[str] = []
    dagster_run.in_process(site, due_nights(site, manner, outcomes), notes.append)
    outcomes[-1].notes += tuple(notes)
    return outcomes


def night_of(
    site: Site, business_date: dt.date | None, manner: Manner, outcomes: list[Outcome]
) -> Steps[None]:
    """Run one night as it is drawn on, and add what came of it to `outcomes`."""
    with lock.hold(site, PATIENCE_SECONDS):
        due = missed_nights.asked_for(site, business_date, manner.clock())
        outcomes.append(Outcome(due.business_date, how=due.how))
        yield from _night(site, due, outcomes[-1], manner, _reading(site, manner))


def due_nights(site: Site, manner: Manner, outcomes: list[Outcome]) -> Steps[None]:
    """Run every night that is due as it is drawn on, and add what came of each to `outcomes`.

    A missed night that fails does not keep the later ones from running: they hold all it would.
    """
    read = _reading(site, manner)
    with lock.hold(site, PATIENCE_SECONDS):
        for due in missed_nights.due(site, manner.clock()):
            outcome = Outcome(due.business_date, how=due.how)
            outcomes.append(outcome)
            try:
                yield from _night(site, due, outcome, manner, read)
            except (ConfigurationError, BusyError, RunStorageError):
                raise
            except Exception as error:
                if due.how != CAUGHT_UP:
                    raise
                said = str(error) if isinstance(error, PcplanError) else repr(error)
                outcome.failure = said


def _reading(site: Site, manner: Manner) -> Callable[[], Catalogue]:
    """Read the catalogue once for all the nights of a run, and only when the first needs it."""
    return functools.cache(lambda: manner.catalogue or assemble.catalogue(site))


def _night(
    site: Site,
    due: Due,
    outcome: Outcome,
    manner: Manner,
    read: Callable[[], Catalogue],
) -> Steps[None]:
    """Run one night; one that lasts too long is ended, with this process, after telling."""

    def hangs() -> None:
        error = OverrunError(
            f"{site.root}: the night of {due.business_date} was ended: it took longer than "
            f"{site.longest_night / dt.timedelta(hours=1):g} hours. The next one goes on from where "
            "it was. Look what held it up (disk, network share, virus scanner), or raise "
            "longest_night_hours in site.toml."
        )
        missed_nights.write(site, due, missed_nights.FAILED, manner.clock(), reason=str(error))
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        if manner.overrun:
            manner.overrun(error)

    with (
        limited(site.longest_night, hangs),
        missed_nights.written_down(site, due, manner.clock) as published,
    ):
        manner.listener("night", due)
        plan = read_plan_of(site)
        catalogue = read()
        forget_left_overs(site)
        keeping.before_night(site, due.business_date, catalogue)
        with opened(
            site, due, plan, catalogue, full=manner.full, listener=manner.listener
        ) as night:
            yield from _steps(night, outcome)
        if outcome.snapshot_id:
            published(outcome.snapshot_id)
        elif missed_nights.follows_one_cut_off(site):
            reconcile_site(site)
        outcome.notes += keeping.after_night(site, due.business_date, catalogue).notes


def _steps(night: Night, outcome: Outcome) -> Iterator[Step]:
    """Build what the night touches, one table after the other, and publish."""
    tables = night.to_do()
    night.listener("touched", tables or [])
    if tables is None:
        return
    for name in tables:
        step = night.build(name)
        outcome.results.append(step.result)
        yield step
    published = night.publish()
    outcome.snapshot_id = published.snapshot_id
    yield published
