"""Commands about feeds: what a supplier must send, how suppliers stand, and fetching what is published."""

import datetime as dt
import difflib
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from pipelines import assemble, effects
from pipelines.cli import terminal
from pipelines.cli.audit import entered
from pipelines.cli.base import Day, Month, site_option
from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError, FetchError
from pipelines.site.site import Site


@click.group()
def feeds() -> None:
    """What each feed is, and what its supplier must send."""


@feeds.command(name="list")
def list_feeds() -> int:
    """List every feed, its supplier, and when it is due."""
    table = Table(box=None, pad_edge=False)
    for name in ("feed", "title", "supplier", "due"):
        table.add_column(name, overflow="fold")
    for feed in assemble.feeds():
        within = f", within {feed.due_days} days" if feed.cadence != "irregular" else ""
        table.add_row(feed.feed_id, feed.title, feed.supplier, f"{feed.cadence}{within}")
    terminal.print_table(table)
    terminal.OUT.print("\nWhat a file of one must look like: pcplan feeds describe FEED")
    return 0


@feeds.command()
@click.argument("feed_id", metavar="FEED")
@click.option("--template", is_flag=True, help="An empty CSV to fill in: the header row alone.")
@click.option("--layout", "table", help="Of which of its kinds of file, where it has several.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
def describe(feed_id: str, template: bool, table: str | None, out: Path | None) -> int:
    """Print the supplier's specification of FEED as Markdown."""
    from pipelines.contract.specification import specification
    from pipelines.contract.specification import template as empty_csv

    feed = _named(feed_id, assemble.feeds())
    if table and not template:
        message = "--layout chooses which template: give --template with it."
        raise click.UsageError(message)
    text = empty_csv(feed, table or "") if template else specification(feed)
    if out is None:
        click.echo(text, nl=False)
        return 0
    try:
        effects.make_folder(out.parent)
        effects.write_text(out, text)
    except OSError as error:
        raise ConfigurationError(
            f"{out}: cannot be written: {error.strerror}. Name another file with --out."
        ) from error
    terminal.OUT.print(str(out), markup=False)
    return 0


def _named(feed_id: str, known: Sequence[Feed]) -> Feed:
    by_id = {feed.feed_id: feed for feed in known}
    if feed_id in by_id:
        return by_id[feed_id]
    near = difflib.get_close_matches(feed_id, by_id, n=3, cutoff=0.5)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    raise ConfigurationError(
        f"{feed_id}: there is no such feed. {hint}`pcplan feeds list` lists them all."
    )


@click.command()
@click.option("--supplier", help="Of this supplier alone; of all if not given.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to; scorecards_out/DATE if not."
)
@click.option("--business-date", type=Day(), help="The day to stand at; today if not given.")
@site_option
def scorecard(
    supplier: str | None, out: Path | None, business_date: dt.date | None, site_path: Path | None
) -> int:
    """Write how each supplier's deliveries stand, as HTML and CSV, in words to send back."""
    from pipelines.cli.scorecard import write

    site = Site.find(site_path)
    folder = out or site.root / "scorecards_out" / site.business_date(business_date).isoformat()
    written = write(site, assemble.feeds(), folder, supplier=supplier, business_date=business_date)
    entered(site, "export", what="scorecards", files=len(written))
    for path in written:
        terminal.OUT.print(str(path), markup=False)
    return 0


@click.command()
@click.argument("name", metavar="FEED")
@click.option("--from", "first", type=Month(), help="First month, of police_uk.")
@click.option("--to", "last", type=Month(), help="Last month; the first if not given.")
@click.option(
    "--force",
    "forces",
    multiple=True,
    help="A force, or `all`; our own if not given. May be repeated.",
)
@click.option("--base-url", help="Another address than the publisher's own, such as a mirror.")
@click.option("--attempts", type=click.IntRange(1), default=6, show_default=True,
              help="Failed tries in a row before it gives up.")  # fmt: skip
@click.option("--wait", type=click.FloatRange(0), default=1.0, show_default=True,
              help="Seconds before the second try; doubled for each one after.")  # fmt: skip
@site_option
def fetch(
    name: str,
    first: str | None,
    last: str | None,
    forces: tuple[str, ...],
    base_url: str | None,
    attempts: int,
    wait: float,
    site_path: Path | None,
) -> int:
    """Download what FEED's publisher offers into landing; `police_uk` is the street archive.

    A download that was stopped goes on where it stopped when the same is run again.
    """
    from pipelines.cli.progress import DownloadReport
    from pipelines.ingest.fetch import archive, published
    from pipelines.ingest.fetch.archive import Selection, months_between, publisher_names
    from pipelines.ingest.fetch.download import FetchContext
    from pipelines.ingest.fetch.request import RetryPolicy

    site = Site.find(site_path)
    known = assemble.feeds()
    group = [feed for feed in known if archive.holds(feed)]
    wanted = group if name == archive.GROUP else [_named(name, known)]
    from_archive = all(feed in group for feed in wanted)
    if from_archive and first is None:
        message = "Give --from YYYY-MM (and --to YYYY-MM)."
        raise click.UsageError(message)
    if not from_archive and (first or last or forces):
        message = f"--from, --to and --force belong to {archive.GROUP}; {name} is one file."
        raise click.UsageError(message)
    if site.synthetic_register.is_file():
        terminal.ERR.print(
            "This site holds synthetic deliveries: what is fetched stands beside them."
        )
    with DownloadReport(terminal.ERR) as report:
        context = FetchContext(
            site.landing,
            site.state / "downloads",
            dt.datetime.now(site.time_zone).date(),
            base_url or archive.ADDRESS,
            RetryPolicy(attempts=attempts, first_wait=wait),
            report.hear,
            report.tell,
        )
        try:
            if from_archive and first:
                months = months_between(first, last or first)
                slugs = publisher_names(assemble.ASSETS / "reference", forces, site.force_code)
                done = archive.fetch_archive(Selection(months, slugs, tuple(wanted)), context)
            else:
                done = published.fetch_file(wanted[0], context, base_url)
        except KeyboardInterrupt as error:
            message = "Stopped. What came is kept: run the same again and it goes on from there."
            raise FetchError(message) from error
    entered(site, "change", what="fetch", feed=name, files=len(done.received))
    terminal.print_received(done.received)
    for sentence in done.lacking:
        terminal.OUT.print(sentence, markup=False)
    if not done.received:
        terminal.OUT.print("Nothing was taken into landing.")
    return 1 if done.lacking or any(one.feed_id is None for one in done.received) else 0
