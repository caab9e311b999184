"""The Dagster code location: every table an asset, the nightly job, its schedule and its sensors."""

import functools
import os
from collections.abc import Callable

import dagster as dg

from pipelines import assemble
from pipelines.catalogue.catalogue import Catalogue
from pipelines.cli import nightly, terminal
from pipelines.errors import BusyError, PcplanError
from pipelines.nightly.dagster_assets import LAYERS, NightResource, assets_of, snapshot_asset
from pipelines.nightly.dagster_instance import forget_old_runs
from pipelines.nightly.dagster_job import nightly_job
from pipelines.nightly.dagster_schedule import delivery_sensor, nightly_schedule, overdue_sensor
from pipelines.nightly.night import Steps
from pipelines.nightly.schedule import BUSY
from pipelines.site.site import Site


def nights_that_are_due(
    context: dg.InitResourceContext, catalogue: Catalogue | None = None
) -> Steps[int]:
    """Run nights as `pcplan nightly` does, in the process of a run that Dagster began.

    What they say is in the run's log. A night that finds another under way is no failure.
    """
    assert context.log is not None and context.instance is not None
    site = Site.find()
    try:
        with terminal.said_to(context.log.info):
            status = yield from nightly.nights(site, catalogue=catalogue)
    except BusyError as error:
        context.log.info(BUSY)
        return error.exit_status
    except PcplanError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    for note in forget_old_runs(site, context.instance):
        context.log.warning(note)
    return status


def build_definitions() -> dg.Definitions:
    """Assemble the code location; needs no network, no secret and no open warehouse."""
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    try:
        site: Site | None = Site.find()
    except PcplanError:
        site = None
    catalogue = assemble.catalogue(site)

    @dg.resource
    def nights(context: dg.InitResourceContext) -> Callable[[], Steps[int]]:
        return functools.partial(nights_that_are_due, context, catalogue)

    return dg.Definitions(
        assets=[*(assets_of(catalogue, layer) for layer in LAYERS), snapshot_asset(catalogue)],
        jobs=[nightly_job],
        schedules=[nightly_schedule()],
        sensors=[delivery_sensor, overdue_sensor],
        resources={"night": NightResource(), "nights": nights},
        executor=dg.in_process_executor,
    )


defs = build_definitions()
