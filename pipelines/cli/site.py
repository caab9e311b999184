"""Commands on a site: make it, fill it, and see how it stands."""

import json
import sys
from pathlib import Path

import click

from pipelines import assemble
from pipelines.cli import terminal
from pipelines.cli.audit import entered
from pipelines.cli.base import site_option
from pipelines.errors import ConfigurationError
from pipelines.ingest.receive import receive as receive_files
from pipelines.monitoring.status import read_status
from pipelines.site.site import DEFAULT_SITE, Site
from snapshot import synthetic


@click.command()
@click.argument("site", type=click.Path(path_type=Path), default=DEFAULT_SITE)
@click.option("--demo", is_flag=True, help="Fill it with synthetic deliveries.")
@click.option("--force-code", default="E23000023", show_default=True, help="GSS code of our force.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show stack traces.")
def init(site: Path, demo: bool, force_code: str) -> None:
    """Make a new site in the folder SITE."""
    from pipelines.cli.initialise import initialise

    feed_ids = [feed.feed_id for feed in assemble.feeds()]
    made = initialise(
        site,
        assemble.ASSETS / "plan",
        feed_ids,
        demonstration=demo,
        force_code=force_code,
        progress=_demo_progress if sys.stderr.isatty() else None,
    )
    if demo:
        terminal.OUT.print(synthetic.ON_A_TERMINAL, style="bold")
    terminal.OUT.print(f"Made the site {made.root}.")
    here = "" if site.name == DEFAULT_SITE else f" --site {site}"
    terminal.OUT.print(
        f"Next: pcplan nightly{here}" if demo else f"Next: pcplan receive PATH...{here}"
    )


def _demo_progress(feed: str, files: int) -> None:
    terminal.ERR.print(f"  {feed}: {files:,} files")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--feed", "feed_id", help="The feed they are of, where pcplan cannot tell.")
@site_option
def receive(paths: tuple[Path, ...], feed_id: str | None, site_path: Path | None) -> int:
    """Recognise each file in PATHS and copy it into its feed's landing folder."""
    site = Site.find(site_path)
    feeds = {feed.feed_id: feed for feed in assemble.feeds()}
    if feed_id is not None and feed_id not in feeds:
        known = ", ".join(sorted(feeds))
        raise ConfigurationError(f"--feed {feed_id}: there is no such feed. Choose from {known}.")
    only = feeds[feed_id] if feed_id else None
    with click.progressbar(
        length=1, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(1)

        received = receive_files(
            list(paths), site.landing, list(feeds.values()), only=only, progress=progress
        )
    taken = sum(item.feed_id is not None for item in received)
    entered(site, "change", what="receive", files=taken, not_recognised=len(received) - taken)
    terminal.print_received(received)
    return 1 if any(item.feed_id is None for item in received) else 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@site_option
def status(as_json: bool, site_path: Path | None) -> int:
    """Show each feed, the last snapshot, and what is late, refused or withheld."""
    found = read_status(Site.find(site_path))
    if as_json:
        click.echo(json.dumps(found.as_dict(), indent=1, default=str, ensure_ascii=False))
    else:
        terminal.print_status(found)
    return 1 if found.problems else 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@site_option
def doctor(as_json: bool, site_path: Path | None) -> int:
    """Say what is wrong with this installation, and what mends it."""
    from pipelines.monitoring.doctor import examine

    findings = examine(site_path)
    if as_json:
        click.echo(json.dumps([vars(finding) for finding in findings], indent=1, default=str))
    for finding in [] if as_json else findings:
        mark = "well   " if finding.is_well else "look   "
        remedy = "" if finding.is_well else f"\n          {finding.remedy}"
        terminal.OUT.print(f"{mark} {finding.name}: {finding.found}{remedy}", markup=False)
    return 0 if all(finding.is_well for finding in findings) else 1


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65534),
    default=3000,
    show_default=True,
    help="The port of Dagster's pages.",
)
@click.option(
    "--dashboards-port",
    type=click.IntRange(1, 65535),
    default=8050,
    show_default=True,
    help="The port of the dashboards.",
)
@site_option
def dev(port: int, dashboards_port: int, site_path: Path | None) -> int:
    """Open Dagster's own pages, and the dashboards beside them, on this machine alone."""
    from pipelines.cli.development import run

    return run(Site.find(site_path), port, dashboards_port)
