"""The `pcplan` command: the one door for officers. Exit 0 done, 1 look, 2 wrong use, 3 failed, 75 busy."""

import datetime as dt
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from pipelines import assemble, nightly, query, snapshots, terminal
from pipelines.errors import ConfigurationError, PcplanError, SnapshotError
from pipelines.plan import THEMES
from pipelines.receive import receive as receive_files
from pipelines.site import DEFAULT_SITE, Site
from pipelines.status import read_status

AUDIENCES = click.Choice(snapshots.AUDIENCES)


class Day(click.ParamType):
    """A date written 2019-12-19."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the date, or say how to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date. Write it as 2019-12-19.", param, ctx)


class Group(click.Group):
    """Turns every error a user can meet into one sentence and the right exit status."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run a command."""
        kwargs["standalone_mode"] = False
        try:
            result = super().main(*args, **kwargs)
        except click.exceptions.Exit as error:
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except (click.Abort, KeyboardInterrupt):
            terminal.ERR.print("Stopped. Nothing half-done was published.")
            sys.exit(3)
        except PcplanError as error:
            _explain(str(error))
            sys.exit(error.exit_status)
        except Exception as error:  # noqa: BLE001  (the last door: an officer never sees a stack trace)
            _explain(_unexpected(error))
            sys.exit(3)
        sys.exit(result if isinstance(result, int) else 0)


def _explain(message: str) -> None:
    terminal.ERR.print(message, markup=False)
    if _debugging():
        terminal.ERR.print(traceback.format_exc(), markup=False)


def _debugging() -> bool:
    return "--debug" in sys.argv


def _unexpected(error: BaseException) -> str:
    """Find, below whatever wrapped it, an error of ours or of the system; say it in one sentence."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and cause not in chain:
        chain.append(cause)
    for cause in chain:
        if isinstance(cause, PcplanError):
            return str(cause)
        if isinstance(cause, OSError):
            where = cause.filename or "the system"
            return f"{where}: {cause.strerror or cause}. Nothing was published."
    error = chain[-1]
    return (
        f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}. Nothing was "
        "published. Run it again with --debug and send what it says to whoever keeps pcplan."
    )


def site_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --site and --debug to a command."""
    command = click.option("--debug", is_flag=True, expose_value=False, help="Show stack traces.")(
        command
    )
    return click.option(
        "--site", "site_path", type=click.Path(path_type=Path), help="The site's folder."
    )(command)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pcplan")
def main() -> None:
    """Show, in public and every month, whether a Police and Crime Plan works."""


@main.command()
@click.argument("site", type=click.Path(path_type=Path), default=DEFAULT_SITE)
@click.option("--demo", is_flag=True, help="Fill it with synthetic deliveries.")
@click.option("--force-code", default="E23000023", show_default=True, help="GSS code of our force.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show stack traces.")
def init(site: Path, demo: bool, force_code: str) -> None:
    """Make a new site in the folder SITE."""
    from pipelines.initialise import initialise

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
        terminal.OUT.print(terminal.SYNTHETIC, style="bold")
    terminal.OUT.print(f"Made the site {made.root}.")
    here = "" if site.name == DEFAULT_SITE else f" --site {site}"
    terminal.OUT.print(
        f"Next: pcplan nightly{here}" if demo else f"Next: pcplan receive PATH...{here}"
    )


def _demo_progress(feed: str, files: int) -> None:
    terminal.ERR.print(f"  {feed}: {files:,} files")


@main.command()
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
    terminal.print_received(received)
    return 1 if any(item.feed_id is None for item in received) else 0


@main.command(name="nightly")
@click.option("--business-date", type=Day(), help="The day to stand at; today if not given.")
@click.option("--full", is_flag=True, help="Read every delivery and rebuild every table again.")
@site_option
def nightly_command(business_date: dt.date | None, full: bool, site_path: Path | None) -> int:
    """Take in what was delivered, rebuild what it touches, and publish a snapshot."""
    site = Site.find(site_path)
    with terminal.NightReport() as report:
        outcome = nightly.run(site, business_date, full=full, listener=report.hear)
    status = read_status(site, business_date)
    terminal.print_night(status, outcome.results, outcome.snapshot_id)
    return 1 if status.problems else 0


@main.command()
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


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@site_option
def doctor(as_json: bool, site_path: Path | None) -> int:
    """Say what is wrong with this installation, and what mends it."""
    from pipelines.doctor import examine

    findings = examine(site_path)
    if as_json:
        click.echo(json.dumps([vars(finding) for finding in findings], indent=1, default=str))
    for finding in [] if as_json else findings:
        mark = "well   " if finding.is_well else "look   "
        remedy = "" if finding.is_well else f"\n          {finding.remedy}"
        terminal.OUT.print(f"{mark} {finding.name}: {finding.found}{remedy}", markup=False)
    return 0 if all(finding.is_well for finding in findings) else 1


@main.command()
@click.option("--theme", type=click.Choice(THEMES), help="Which theme's paper.")
@click.option("--board-date", type=Day(), help="The day of the board meeting.")
@click.option(
    "--snapshot", "snapshot_id", help="The snapshot to use; the current one if not given."
)
@click.option("--audience", type=AUDIENCES, default="board", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to; papers_out/DATE if not given."
)
@click.option("--check", is_flag=True, help="Only check: write nothing.")
@click.option(
    "--from-manifest", type=click.Path(path_type=Path, exists=True), help="The same again."
)
@site_option
def paper(
    theme: str | None,
    board_date: dt.date | None,
    snapshot_id: str | None,
    audience: str,
    out: Path | None,
    check: bool,
    from_manifest: Path | None,
    site_path: Path | None,
) -> int:
    """Write a theme's board paper as PDF, DOCX and HTML, with its manifest."""
    from pipelines import board_papers

    site = Site.find(site_path)
    if from_manifest:
        folder = out or from_manifest.parent
        written = board_papers.write_again(site, from_manifest, folder)
    elif theme and board_date:
        folder = out or site.root / "papers_out" / board_date.isoformat()
        written = board_papers.write(
            site, theme, board_date, folder, snapshot_id=snapshot_id, audience=audience, check=check
        )
    else:
        message = "Give --theme and --board-date, or --from-manifest."
        raise click.UsageError(message)
    for path in written:
        terminal.OUT.print(str(path), markup=False)
    if check:
        terminal.OUT.print("The paper can be written: every figure and reference resolves.")
    return 0


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8050, show_default=True)
@click.option("--audience", type=AUDIENCES, default="board", show_default=True)
@site_option
def serve(host: str, port: int, audience: str, site_path: Path | None) -> None:
    """Serve the dashboards of the current snapshot on this machine."""
    from dashboards.app import create_app
    from dashboards.app import serve as serve_app
    from dashboards.security import OpenHostError, refuse_open_host

    site = Site.find(site_path)
    app = create_app(site.published, audience, site.business_date)
    try:
        refuse_open_host(host)
        terminal.OUT.print(f"Dashboards: http://{host}:{port}/  (Ctrl-C stops them)")
        serve_app(app, host, port)
    except OpenHostError as error:
        raise ConfigurationError(str(error)) from error


@main.command()
@click.argument("text", metavar="QUERY", required=False)
@click.option("--audience", type=AUDIENCES, default="board", show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option(
    "--snapshot", "snapshot_id", help="The snapshot to ask; the current one if not given."
)
@site_option
def sql(
    text: str | None, audience: str, form: str, snapshot_id: str | None, site_path: Path | None
) -> int:
    """Run QUERY on a published snapshot (or the queries typed or piped in), read-only."""
    snapshot = snapshots.find(Site.find(site_path), snapshot_id)
    with query.open_snapshot(snapshot.folder / f"{audience}.duckdb") as connection:
        if connection.execute("select is_synthetic from snapshot").fetchone() == (True,):
            terminal.ERR.print(terminal.SYNTHETIC, style="bold")
        if text is None and sys.stdin.isatty():
            return _prompt(connection, form)
        names, rows = query.run(connection, text if text is not None else sys.stdin.read())
        query.write(names, rows, form, sys.stdout)
    return 0


def _prompt(connection: Any, form: str) -> int:
    """Read queries line by line until an empty line or the end; a wrong one does not end it."""
    terminal.OUT.print("Type SQL ending in ;  An empty line leaves. Try: show tables;")
    pending = ""
    while True:
        try:
            line = input("pcplan> " if not pending else "   ...> ")
        except EOFError:
            return 0
        if not line.strip() and not pending:
            return 0
        pending += line + "\n"
        if pending.rstrip().endswith(";"):
            try:
                names, rows = query.run(connection, pending)
                query.write(names, rows, form, sys.stdout)
            except PcplanError as error:
                terminal.ERR.print(str(error), markup=False)
            pending = ""


@main.command()
@click.option("--metric", "metric_id", required=True, help="The measure's name.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "json"]), default="csv")
@click.option("--audience", type=AUDIENCES, default="board", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@site_option
def export(
    metric_id: str, form: str, audience: str, out: Path | None, site_path: Path | None
) -> int:
    """Write one measure's figures with what they mean."""
    from pipelines.export import export_metric

    snapshot = snapshots.find(Site.find(site_path))
    target = out or Path.cwd() / f"{metric_id}.{form}"
    written = export_metric(snapshot.folder / f"{audience}.duckdb", metric_id, form, target)
    terminal.OUT.print(str(written), markup=False)
    return 0


@main.command(name="snapshots")
@site_option
def snapshots_command(site_path: Path | None) -> int:
    """List the published snapshots, newest first."""
    found = snapshots.listed(Site.find(site_path))
    for snapshot in found:
        mark = "current" if snapshot.is_current else "       "
        rows = snapshot.manifest["files"]["restricted.duckdb"]["tables"]["observation"]["rows"]
        terminal.OUT.print(
            f"{mark}  {snapshot.snapshot_id}  as at {snapshot.manifest['business_date']}  "
            f"{rows:,} figures"
        )
    if not found:
        terminal.OUT.print("Nothing is published yet. Run: pcplan nightly")
    return 0


@main.command()
@click.argument("snapshot_id", metavar="ID")
@site_option
def rollback(snapshot_id: str, site_path: Path | None) -> int:
    """Make an earlier snapshot the current one, after proving it whole."""
    site = Site.find(site_path)
    snapshot = snapshots.find(site, snapshot_id)
    if problems := snapshots.verify(snapshot):
        raise SnapshotError(
            f"{snapshot_id}: is not whole, so it was not chosen: {problems[0]} Choose another."
        )
    snapshots.point_at(site, snapshot_id)
    terminal.OUT.print(f"The current snapshot is now {snapshot_id}. No snapshot was removed.")
    return 0


@main.command()
@click.argument("snapshot_id", metavar="[ID]", required=False)
@site_option
def verify(snapshot_id: str | None, site_path: Path | None) -> int:
    """Prove a snapshot from its manifest: every file, every table, every row."""
    snapshot = snapshots.find(Site.find(site_path), snapshot_id)
    problems = snapshots.verify(snapshot)
    if problems:
        raise SnapshotError(f"{snapshot.snapshot_id}: " + " ".join(problems))
    terminal.OUT.print(f"{snapshot.snapshot_id} is whole: every file and table is as published.")
    return 0


@main.command()
@click.option("--port", type=click.IntRange(1, 65534), default=3000, show_default=True)
@click.option("--dashboards-port", type=click.IntRange(1, 65535), default=8050, show_default=True)
@site_option
def dev(port: int, dashboards_port: int, site_path: Path | None) -> int:
    """Open Dagster's own pages, and the dashboards beside them, on this machine alone."""
    from pipelines.development import run

    return run(Site.find(site_path), port, dashboards_port)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
