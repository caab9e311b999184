"""The command that runs nights, and says how they go."""

import datetime as dt
from pathlib import Path

import click

from pipelines.catalogue.catalogue import Catalogue
from pipelines.cli import terminal
from pipelines.cli.audit import entered, warn
from pipelines.cli.base import Day, site_option
from pipelines.errors import PcplanError
from pipelines.monitoring import after_night
from pipelines.monitoring.status import read_status
from pipelines.nightly import dagster_run
from pipelines.nightly.missed_nights import Outcome
from pipelines.nightly.night import Steps
from pipelines.nightly.processes import give_way
from pipelines.nightly.run import Manner, due_nights, night_of
from pipelines.site.site import Site


@click.command(name="nightly")
@click.option("--business-date", type=Day(), help="The day to stand at; today if not given.")
@click.option("--full", is_flag=True, help="Read every delivery and rebuild every table again.")
@site_option
def nightly_command(business_date: dt.date | None, full: bool, site_path: Path | None) -> int:
    """Take in what was delivered, rebuild what it touches, and publish a snapshot.

    Nights that were missed are run first, oldest first, unless --business-date names one.
    """
    site = Site.find(site_path)
    return dagster_run.in_process(site, nights(site, business_date, full=full), warn)


def nights(
    site: Site,
    business_date: dt.date | None = None,
    *,
    full: bool = False,
    catalogue: Catalogue | None = None,
) -> Steps[int]:
    """Run the night of a date, or each that is due, as it is drawn on; return the exit status.

    Whoever draws, they are watched and entered in the audit log, and say how they go.
    """
    give_way()
    outcomes: list[Outcome] = []
    with (
        after_night.watched(site, site.business_date(business_date), warn) as night,
        terminal.NightReport() as report,
    ):

        def overrun(error: PcplanError) -> None:
            night.error, night.exit_status = error, error.exit_status
            after_night.follow(site, night, warn, after_night.now())

        manner = Manner(full, report.hear, overrun, catalogue=catalogue)
        if business_date is None:
            yield from due_nights(site, manner, outcomes)
        else:
            yield from night_of(site, business_date, manner, outcomes)
        *missed, outcome = outcomes
        status = read_status(site, business_date)
        is_well = not status.problems and not any(one.failure for one in missed)
        night.snapshot_id, night.exit_status = outcome.snapshot_id, 0 if is_well else 1
    for one in missed:
        entered(site, "run", what="nightly", business_date=one.business_date)
        if one.snapshot_id:
            entered(site, "publish", snapshot_id=one.snapshot_id)
    terminal.print_missed(missed)
    terminal.print_night(status, outcome.results, outcome.snapshot_id)
    for note in outcome.notes:
        warn(note)
    return 0 if is_well else 1
