"""Runs a night in this process: what is touched, through Dagster, to a published snapshot."""

import datetime as dt
import gc
import json
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines import assemble, night
from pipelines.build import Builder, Result
from pipelines.errors import PcplanError
from pipelines.plan import Plan, read_plan
from pipelines.processes import is_alive, ownership_tags
from pipelines.raw_tables import refresh_views
from pipelines.register import is_published
from pipelines.site import Site
from pipelines.snapshot_tables import what_is_told
from pipelines.warehouse import Warehouse

if TYPE_CHECKING:
    import dagster as dg

DAGSTER_YAML = """\
telemetry:
  enabled: false
event_log_storage:
  module: pipelines.event_log
  class: KeptEventLogStorage
  config:
    base_dir: "{home}/history/runs"
"""


@dataclass
class Outcome:
    """What a night did."""

    business_date: dt.date
    snapshot_id: str | None = None
    results: list[Result] = field(default_factory=list)
    reconciled: list[str] = field(default_factory=list)

    @property
    def was_quiet(self) -> bool:
        """True where there was nothing to do."""
        return self.snapshot_id is None


def run(
    site: Site,
    business_date: dt.date | None = None,
    *,
    full: bool = False,
    listener: night.Listener | None = None,
) -> Outcome:
    """Run one night; raises BusyError when another holds the site, PcplanError when it failed."""
    outcome = Outcome(site.business_date(business_date))
    plan = read_plan(site.root / "plan")

    def hear(kind: str, what: object) -> None:
        if kind == "table" and isinstance(what, Result):
            outcome.results.append(what)
        elif kind == "snapshot":
            outcome.snapshot_id = str(what)

    with night.hold(site):
        night.forget_left_overs(site)
        tables = _touched(site, plan, outcome.business_date, full=full)
        if listener:
            listener("touched", tables or [])
        if tables is None:
            return outcome
        with night.listening(hear), night.listening(listener or _nobody):
            _execute(site, outcome, tables, full=full)
    return outcome


def _nobody(kind: str, what: object) -> None:
    """Listen to nothing."""


def _touched(site: Site, plan: Plan, business_date: dt.date, *, full: bool) -> list[str] | None:
    """List the tables to rebuild; None where there is nothing to rebuild and nothing to publish."""
    with Warehouse(site) as warehouse:
        catalogue = assemble.catalogue(site)
        refresh_views(warehouse, list(catalogue.tables.values()))
        builder = Builder(warehouse, catalogue, business_date, assemble.checker(warehouse))
        tables = night.touched(warehouse, catalogue, builder, full=full)
        told = what_is_told(
            plan, catalogue, assemble.published_schema(), assemble.published_queries()
        )
        published = is_published(warehouse, told) and (site.published / "CURRENT.json").exists()
        return tables if tables or not published else None


def instance_of(site: Site) -> "dg.DagsterInstance":
    """Open Dagster's storage of this site, making it where there is none."""
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    import dagster as dg

    home = site.state / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    written = DAGSTER_YAML.format(home=json.dumps(home.as_posix())[1:-1])
    if not settings.exists() or settings.read_text(encoding="utf-8") != written:
        settings.write_text(written, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    return dg.DagsterInstance.from_config(str(home))


def reconcile(instance: "dg.DagsterInstance") -> list[str]:
    """Report as failed every run that Dagster thinks is running but whose process is gone."""
    import dagster as dg

    under_way = [
        dg.DagsterRunStatus.STARTED,
        dg.DagsterRunStatus.STARTING,
        dg.DagsterRunStatus.CANCELING,
    ]
    dead = []
    for run in instance.get_runs(dg.RunsFilter(statuses=under_way)):
        if not is_alive(dict(run.tags)):
            instance.report_run_failed(run, "Its process is gone: it was killed or lost power.")
            dead.append(run.run_id)
    return dead


def _execute(site: Site, outcome: Outcome, tables: list[str], *, full: bool) -> None:
    os.environ["PCPLAN_SITE"] = str(site.root)
    instance = instance_of(site)
    import dagster as dg

    made_for_this_site = "pipelines.definitions" not in sys.modules
    from pipelines import definitions

    # Dagster and Great Expectations leave half a million lasting objects behind; looking through
    # them again at every few hundred new ones costs a tenth of the night.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    outcome.reconciled = reconcile(instance)
    code_location = definitions.defs if made_for_this_site else definitions.build_definitions()
    job = code_location.resolve_job_def("nightly")
    keys = [dg.AssetKey(name.split(".")) for name in tables]
    config = {
        "site": str(site.root),
        "business_date": outcome.business_date.isoformat(),
        "full": full,
    }
    try:
        result = job.execute_in_process(
            instance=instance,
            run_config={
                "resources": {"night": {"config": config}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
            asset_selection=[*keys, definitions.SNAPSHOT_KEY],
            tags={**ownership_tags(), "pcplan/business_date": outcome.business_date.isoformat()},
            raise_on_error=True,
        )
    finally:
        instance.dispose()
    if not result.success or outcome.snapshot_id is None:
        raise PcplanError(
            f"{site.root}: the night failed and nothing was published. Run it again with --debug."
        )
