"""Runs nights in this process: what is touched, through Dagster, to a published snapshot."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Callable

from pipelines import assemble
from pipelines.build.builder import Builder, TableResult
from pipelines.build.raw_tables import refresh_views
from pipelines.errors import BusyError, ConfigurationError, OverrunError, PcplanError
from pipelines.nightly import night, nights
from pipelines.nightly.dagster_home import forget_old_runs, instance_of, reconcile
from pipelines.nightly.nights import CAUGHT_UP, Due, Outcome
from pipelines.nightly.processes import collect_rarely, ownership_tags
from pipelines.nightly.watchdog import limited
from pipelines.publish.register import is_published
from pipelines.publish.snapshot_tables import what_is_told
from pipelines.site import lock
from pipelines.site.plan import Plan
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots

PATIENCE_SECONDS = 0.5  # who only looks at the lock holds it for a moment

Telling = Callable[[PcplanError], None]


def run(
    site: Site,
    business_date: dt.date | None = None,
    *,
    full: bool = False,
    listener: night.Listener | None = None,
    overrun: Telling | None = None,
    clock: nights.Clock = nights.now,
) -> Outcome:
    """Run one night; raises BusyError when another holds the site, PcplanError when it failed.

    A night that lasts too long is ended, with this process; `overrun` is told first.
    """
    with lock.hold(site, PATIENCE_SECONDS):
        due = nights.asked_for(site, business_date, clock())
        return _run(site, due, full, listener or _nobody, overrun, clock)


def run_due(
    site: Site,
    *,
    full: bool = False,
    listener: night.Listener | None = None,
    overrun: Telling | None = None,
    clock: nights.Clock = nights.now,
) -> list[Outcome]:
    """Run every night that was missed, oldest first and each once, and then today's.

    A missed night that fails does not keep the later ones from running: they hold all it would.
    """
    outcomes = []
    with lock.hold(site, PATIENCE_SECONDS):
        for due in nights.due(site, clock()):
            try:
                done = _run(site, due, full, listener or _nobody, overrun, clock)
            except (ConfigurationError, BusyError):
                raise
            except Exception as error:
                if due.how != CAUGHT_UP:
                    raise
                said = str(error) if isinstance(error, PcplanError) else repr(error)
                done = Outcome(due.business_date, how=due.how, failure=said)
            outcomes.append(done)
    return outcomes


def _run(
    site: Site,
    due: Due,
    full: bool,
    listener: night.Listener,
    overrun: Telling | None,
    clock: nights.Clock,
) -> Outcome:
    outcome = Outcome(due.business_date, how=due.how)

    def hear(kind: str, what: object) -> None:
        if kind == "table" and isinstance(what, TableResult):
            outcome.results.append(what)
        elif kind == "snapshot":
            outcome.snapshot_id = str(what)

    def hangs() -> None:
        error = OverrunError(
            f"{site.root}: the night of {due.business_date} was ended: it took longer than "
            f"{site.longest_night / dt.timedelta(hours=1):g} hours. The next one goes on from where "
            "it was. Look what held it up (disk, network share, virus scanner), or raise "
            "longest_night_hours in site.toml."
        )
        nights.write(site, due, nights.FAILED, clock(), reason=str(error))
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        if overrun:
            overrun(error)

    with limited(site.longest_night, hangs), nights.written_down(site, due, clock) as published:
        listener("night", due)
        _one(site, due, outcome, full, hear, listener)
        if outcome.snapshot_id:
            published(outcome.snapshot_id)
    return outcome


def _one(
    site: Site,
    due: Due,
    outcome: Outcome,
    full: bool,
    hear: night.Listener,
    listener: night.Listener,
) -> None:
    from pipelines.retention import keeping
    from pipelines.site.written.published import read_plan_of

    plan = read_plan_of(site)
    night.forget_left_overs(site)
    keeping.before_night(site, due.business_date)
    with contextlib.ExitStack() as stack:
        tables = _touched(site, plan, due, stack, full=full)
        listener("touched", tables or [])
        if tables is not None:
            with night.listening(hear), night.listening(listener):
                _execute(site, due, outcome, tables, full=full)
    if tables is None and nights.follows_one_cut_off(site):
        instance = instance_of(site)
        outcome.reconciled = reconcile(instance)
        instance.dispose()
    outcome.notes += keeping.after_night(site, due.business_date).notes


def _nobody(kind: str, what: object) -> None:
    """Listen to nothing."""


def _touched(
    site: Site, plan: Plan, due: Due, stack: contextlib.ExitStack, *, full: bool
) -> list[str] | None:
    """List the tables to rebuild; None where there is nothing to rebuild and nothing to publish.

    What waits begins to be staged, for as long as `stack` lasts.
    """
    from pipelines.papers.night_artefacts import NightArtefacts

    with Warehouse(site) as warehouse:
        catalogue = assemble.catalogue(site)
        refresh_views(warehouse, list(catalogue.tables.values()))
        builder = Builder(
            warehouse,
            catalogue,
            due.business_date,
            full=full,
            received_by=due.received_by,
        )
        stack.enter_context(night.staging_ahead(builder))
        tables = night.touched(warehouse, catalogue, builder, full=full)
        told = what_is_told(
            plan, catalogue, assemble.published_schema(), assemble.published_queries()
        )
        artefacts = NightArtefacts(site, plan, due.business_date).due()
        published = is_published(warehouse, told, artefacts) and snapshots.is_whole(site.published)
        return tables if tables or not published else None


def _execute(site: Site, due: Due, outcome: Outcome, tables: list[str], *, full: bool) -> None:
    os.environ["PCPLAN_SITE"] = str(site.root)
    instance = instance_of(site)
    import dagster as dg

    from pipelines.nightly.dagster_stores import told_as_ours

    made_for_this_site = "pipelines.definitions" not in sys.modules
    from pipelines import definitions

    collect_rarely()
    code_location = definitions.defs if made_for_this_site else definitions.build_definitions()
    job = code_location.resolve_job_def("nightly")
    keys = [dg.AssetKey(name.split(".")) for name in tables]
    config = {
        "site": str(site.root),
        "business_date": due.business_date.isoformat(),
        "received_by": due.received_by.isoformat() if due.received_by else "",
        "full": full,
    }
    try:
        with told_as_ours(site, lambda: outcome.snapshot_id):
            outcome.reconciled = reconcile(instance)
            result = job.execute_in_process(
                instance=instance,
                run_config={
                    "resources": {"night": {"config": config}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
                asset_selection=[*keys, definitions.SNAPSHOT_KEY],
                tags={**ownership_tags(), "pcplan/business_date": due.business_date.isoformat()},
                raise_on_error=True,
            )
        outcome.notes = forget_old_runs(site, instance)
    finally:
        instance.dispose()
    if not result.success or outcome.snapshot_id is None:
        raise PcplanError(
            f"{site.root}: the night failed and nothing was published. Run it again with --debug."
        )
