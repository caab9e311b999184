"""Commands on published snapshots: ask, export, list, choose and prove them."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from pipelines.cli import query, terminal
from pipelines.cli.audit import entered
from pipelines.cli.base import audience_option, site_option
from pipelines.errors import PcplanError, SnapshotError
from pipelines.site.site import Site
from snapshot import snapshots, synthetic


@click.command()
@click.argument("text", metavar="QUERY", required=False)
@audience_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How the rows are written.",
)
@click.option(
    "--snapshot", "snapshot_id", help="The snapshot to ask; the current one if not given."
)
@site_option
def sql(
    text: str | None, audience: str, form: str, snapshot_id: str | None, site_path: Path | None
) -> int:
    """Run QUERY on a published snapshot (or the queries typed or piped in), read-only."""
    site = Site.find(site_path)
    snapshot = snapshots.find(site.published, snapshot_id)
    asked = partial(entered, site, "query", audience=audience, snapshot_id=snapshot.snapshot_id)
    with query.open_snapshot(snapshot.file(audience)) as connection:
        if connection.execute("select is_synthetic from snapshot").fetchone() == (True,):
            terminal.ERR.print(synthetic.ON_A_TERMINAL, style="bold")
        if text is None and sys.stdin.isatty():
            return _prompt(connection, form, asked)
        text = text if text is not None else sys.stdin.read()
        asked(query=text)
        names, rows = query.run(connection, text)
        query.write(names, rows, form, sys.stdout)
    return 0


def _prompt(connection: Any, form: str, asked: Callable[..., None]) -> int:
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
            asked(query=pending)
            try:
                names, rows = query.run(connection, pending)
                query.write(names, rows, form, sys.stdout)
            except PcplanError as error:
                terminal.ERR.print(str(error), markup=False)
            pending = ""


@click.command()
@click.option("--metric", "metric_id", required=True, help="The measure's name.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "json"]),
    default="csv",
    show_default=True,
    help="The form of the file.",
)
@audience_option
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@site_option
def export(
    metric_id: str, form: str, audience: str, out: Path | None, site_path: Path | None
) -> int:
    """Write one measure's figures with what they mean."""
    from snapshot.export import export_metric
    from snapshot.published import Published

    site = Site.find(site_path)
    snapshot = snapshots.find(site.published)
    target = out or Path.cwd() / f"{metric_id}.{form}"
    with Published(site.published, audience, snapshot.snapshot_id) as published:
        written = export_metric(published, metric_id, form, target)
    entered(
        site, "export", metric_id=metric_id, form=form, audience=audience,
        snapshot_id=snapshot.snapshot_id,
    )  # fmt: skip
    terminal.OUT.print(str(written), markup=False)
    return 0


@click.command(name="snapshots")
@site_option
def snapshots_command(site_path: Path | None) -> int:
    """List the published snapshots, newest first."""
    found = snapshots.listed(Site.find(site_path).published)
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


@click.command()
@click.argument("snapshot_id", metavar="ID")
@site_option
def rollback(snapshot_id: str, site_path: Path | None) -> int:
    """Make an earlier snapshot the current one, after proving it whole."""
    site = Site.find(site_path)
    snapshot = snapshots.find(site.published, snapshot_id)
    if problems := snapshots.verify(snapshot):
        raise SnapshotError(
            f"{snapshot_id}: is not whole, so it was not chosen: {problems[0]} Choose another."
        )
    snapshots.point_at(site.published, snapshot_id)
    entered(site, "rollback", snapshot_id=snapshot_id)
    terminal.OUT.print(f"The current snapshot is now {snapshot_id}. No snapshot was removed.")
    return 0


@click.command()
@click.argument("snapshot_id", metavar="[ID]", required=False)
@site_option
def verify(snapshot_id: str | None, site_path: Path | None) -> int:
    """Prove a snapshot from its manifest: every file, every table, every row."""
    snapshot = snapshots.find(Site.find(site_path).published, snapshot_id)
    problems = snapshots.verify(snapshot)
    if problems:
        raise SnapshotError(f"{snapshot.snapshot_id}: " + " ".join(problems))
    terminal.OUT.print(f"{snapshot.snapshot_id} is whole: every file and table is as published.")
    return 0
