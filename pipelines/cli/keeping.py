"""Commands on what is kept: the rule, erasing a delivery, backup and restore, upgrading."""

import sys
from pathlib import Path

import click
from rich.table import Table

from pipelines.cli import terminal
from pipelines.cli.audit import entered
from pipelines.cli.base import site_option
from pipelines.cli.progress import Bytes
from pipelines.errors import BackupError, ConfigurationError
from pipelines.site.site import Site


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@site_option
def retention(dry_run: bool, site_path: Path | None) -> int:
    """Remove the snapshots that no rule keeps; a night does it by itself at its end."""
    from pipelines.retention import retention
    from pipelines.site import lock

    site = Site.find(site_path)
    verdicts = retention.plan(site)
    table = Table("snapshot", "as at", "kept", box=None, pad_edge=False)
    for verdict in verdicts:
        why = ", ".join(verdict.reasons) or "no: it is removed"
        table.add_row(verdict.snapshot_id, str(verdict.business_date or "-"), why)
    terminal.print_table(table)
    going = [verdict.snapshot_id for verdict in verdicts if not verdict.is_kept]
    if dry_run or not going:
        terminal.OUT.print(f"\n{len(going)} of {len(verdicts)} would be removed.")
        return 0
    with lock.hold(site):
        removal = retention.apply(site, verdicts)
    entered(site, "erase", what="snapshots", snapshots=", ".join(removal.removed))
    terminal.OUT.print(f"\nRemoved {len(removal.removed)} of {len(verdicts)} snapshots.")
    for name in removal.left:
        terminal.ERR.print(f"{name}: is open in some program, so it stays until the next night.")
    return 1 if removal.left else 0


@click.command()
@click.option("--feed", "feed_id", required=True, help="The feed it came for.")
@click.option("--file", "given", required=True, help="Its name under landing, or its sha256.")
@click.option("--reason", required=True, help="Why; never name the person it is about.")
@click.option("--as", "name", required=True, help="Who erases it.")
@click.option("--withdraw", is_flag=True, help="Remove the snapshots that held it, all of them.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@site_option
def erase(
    feed_id: str,
    given: str,
    reason: str,
    name: str,
    withdraw: bool,
    yes: bool,
    site_path: Path | None,
) -> int:
    """Erase one delivery from every byte of the site, and run the night without it."""
    from pipelines import assemble
    from pipelines.nightly.run import run_night
    from pipelines.retention import erasure, erasure_register, keeping
    from pipelines.site import lock

    site = Site.find(site_path)
    catalogue = assemble.catalogue(site)
    if feed_id not in catalogue.feeds:
        known = ", ".join(sorted(catalogue.feeds))
        raise ConfigurationError(f"--feed {feed_id}: there is no such feed. Choose from {known}.")
    feed = catalogue.feeds[feed_id]
    with lock.hold(site):
        names, _ = erasure.matching(site, feed, given)
        for one in sorted(names):
            terminal.OUT.print(f"  landing/{one}", markup=False)
        if not yes:
            _ask_again(len(names))
        wanted = erasure.ask(site, feed, given, by=name, why=reason, is_withdrawing=withdraw)
        entered(site, "erase", feed=feed_id, sha256=", ".join(wanted.sha256s))
        keeping.before_night(site, site.business_date(), catalogue)
        terminal.OUT.print("Gone from landing and from the working store.")
        run_night(site)
        done = erasure_register.read(site)[-1]
    for old, new in done.snapshots.items():
        terminal.OUT.print(f"Snapshot {old} was {f'rebuilt as {new}' if new else 'withdrawn'}.")
    for papers in done.papers:
        terminal.OUT.print(
            f"{papers}: was written from such a snapshot. Read it for what it held.", markup=False
        )
    terminal.OUT.print(
        "Backups and copies outside the site are not reached: erase them too. Restart `pcplan "
        "serve`, which may still have an earlier snapshot open."
    )
    if not done.done_on:
        terminal.ERR.print("A snapshot that held it could not be removed yet: run pcplan nightly.")
    return 0 if done.done_on else 1


def _ask_again(files: int) -> None:
    if not sys.stdin.isatty():
        message = "Say --yes to erase without being asked; nothing was erased."
        raise ConfigurationError(message)
    noun = "this file" if files == 1 else f"these {files} files"
    click.confirm(f"Erase {noun}, and all that was made from it? It cannot be undone.", abort=True)


@click.command()
@click.argument("to", type=click.Path(path_type=Path), default=".")
@click.option("--with-keys", is_flag=True, help="Also the keys of the audit log and of logins.")
@click.option("--without-warehouse", is_flag=True, help="Leave out the working store.")
@site_option
def backup(to: Path, with_keys: bool, without_warehouse: bool, site_path: Path | None) -> int:
    """Write the whole site into one verified archive: the file TO, or a file in the folder TO."""
    from pipelines.retention import backup as archive

    site = Site.find(site_path)
    with Bytes() as report:
        made = archive.write(
            site,
            to,
            with_keys=with_keys,
            with_warehouse=not without_warehouse,
            told=report.hear,
        )
    entered(site, "backup", file=made.path.name, files=made.files)
    terminal.OUT.print(
        f"{made.path}: {made.files:,} files, {made.bytes / 1e6:,.1f} MB, proved.", markup=False
    )
    if not made.with_keys and (site.state / "keys").is_dir():
        terminal.OUT.print(
            "The keys are not in it. Keep a copy of state/keys/ apart from it: without it the "
            "audit log of a restored site cannot be proved.",
        )
    return 0


@click.command()
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("root", metavar="SITE", type=click.Path(path_type=Path))
@click.option("--debug", is_flag=True, expose_value=False, help="Show stack traces.")
def restore(source: Path, root: Path) -> int:
    """Make the site again from a backup, in a new folder, and prove it."""
    from pipelines.retention import backup as archive
    from pipelines.retention import upgrade

    with Bytes() as report:
        site = archive.restore(source, root, report.hear)
    problems = archive.problems(site)
    lacks_keys = (site.state / "audit").is_dir() and not (site.state / "keys").is_dir()
    if not lacks_keys:  # without its keys, nothing may be entered in the log: it would break it
        entered(site, "restore", file=source.name)
    if problems:
        raise BackupError(f"{site.root}: was restored, but {' '.join(problems)}")
    terminal.OUT.print(f"Restored {site.root}; its current snapshot is whole.", markup=False)
    if advice := upgrade.advice(site):
        terminal.OUT.print(advice)
    if lacks_keys:
        terminal.OUT.print(
            "The backup held no keys: put your copy of state/keys/ in its place before anything else."
        )
    terminal.OUT.print(f"Next: pcplan nightly --site {root}", markup=False)
    return 0


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@site_option
def upgrade(dry_run: bool, site_path: Path | None) -> int:
    """Bring a site of an older pcplan up to date; make a backup first."""
    from pipelines.retention import upgrade as steps
    from pipelines.site import lock

    site = Site.find(site_path)
    waiting = steps.pending(site)
    for step in waiting:
        terminal.OUT.print(f"To form {step.to}: {step.what}.", markup=False)
    if dry_run or not waiting:
        terminal.OUT.print(
            "Nothing was changed. Make a backup first: pcplan backup"
            if waiting
            else "The site is up to date."
        )
        return 0
    with lock.hold(site):
        taken = steps.migrate(site, attended=True)
    entered(site, "change", what="upgrade", to=taken[-1].to)
    terminal.OUT.print(f"The site is now of form {taken[-1].to}.")
    return 0
