"""Commands that tell people: a trial message, and the weekly digest."""

import datetime as dt
from pathlib import Path

import click

from pipelines.cli import terminal
from pipelines.cli.base import Day, site_option
from pipelines.errors import ConfigurationError
from pipelines.site.site import Site


@click.command()
@site_option
def tell(site_path: Path | None) -> int:
    """Send a trial message by every channel that site.toml configures, and say what came of it."""
    from pipelines.monitoring.notifications.send import try_out
    from pipelines.monitoring.notifications.settings import read_settings

    site = Site.find(site_path)
    settings = read_settings(site)
    if not settings.channels:
        raise ConfigurationError(
            f"{site.root / 'site.toml'}: nobody is told of anything. Set, below [tell], mail_to and "
            "the mail server, or the address of a webhook."
        )
    found = try_out(site, settings, dt.datetime.now(site.time_zone).date())
    for channel, problem in found:
        terminal.OUT.print(f"{channel}: {problem or 'sent'}", markup=False, soft_wrap=True)
    return 1 if any(problem for _, problem in found) else 0


@click.command()
@click.option("--week-ending", type=Day(), help="The last day of the week; today if not given.")
@click.option("--send", "is_sent", is_flag=True, help="Mail it to the owners of the measures.")
@site_option
def digest(week_ending: dt.date | None, is_sent: bool, site_path: Path | None) -> int:
    """Show what changed in a week, owner by owner, and whether it is a signal."""
    from pipelines.monitoring.notifications import digest as digests
    from pipelines.monitoring.notifications.settings import read_settings

    site = Site.find(site_path)
    settings = read_settings(site)
    whole = digests.digest(site, week_ending or site.business_date(), settings.digest_audience)
    if not is_sent:
        for week in whole.weeks:
            text = digests.worded(week, whole, site.office_name)
            terminal.OUT.print(text, markup=False, soft_wrap=True)
        return 0
    today = dt.datetime.now(site.time_zone).date()
    found = digests.send(site, settings, whole, today)
    for owner, said in found:
        terminal.OUT.print(f"{owner}: {said}", markup=False, soft_wrap=True)
    return 1 if any(said.startswith(("not sent", "no address")) for _, said in found) else 0
