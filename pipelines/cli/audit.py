"""Commands on the audit log: prove it, read it, and change its key."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import click

from pipelines.audit.chain import ACTIONS, OF_ITSELF
from pipelines.audit.log import AuditLog, enter
from pipelines.audit.verify import Report, Written, entries, verify
from pipelines.cli import terminal
from pipelines.cli.base import Day, site_option
from pipelines.site.site import Site


def entered(site: Site, action: str, /, **details: Any) -> None:
    """Enter in the audit log what a command did; where that cannot be, only warn."""
    enter(site, action, warn, **details)


def warn(message: str) -> None:
    """Say on the error stream what could not be done beside a command's own work."""
    terminal.ERR.print(message, markup=False)


@click.group()
def audit() -> None:
    """Prove or read the log of who ran, read, queried, exported, signed and changed."""


@audit.command(name="verify")
@click.option("--head", "kept_head", default="", help="A head that a nightly message told.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@site_option
def audit_verify(kept_head: str, as_json: bool, site_path: Path | None) -> int:
    """Prove every entry of the log, or say plainly where it breaks."""
    log = AuditLog.of(Site.find(site_path))
    report = verify(Written.of(log.folder), log.keyring.read(), kept_head)
    if as_json:
        problems = [vars(problem) for problem in report.problems]
        said = {**vars(report), "problems": problems, "is_whole": not problems}
        click.echo(json.dumps(said, indent=1))
    else:
        _print_report(report)
    return 1 if report.problems else 0


def _print_report(report: Report) -> None:
    for note in report.notes:
        terminal.OUT.print(f"noted      {note}", markup=False, soft_wrap=True)
    for one in report.problems:
        terminal.OUT.print(f"{one.kind:<10} {one.where}: {one.said}", markup=False, soft_wrap=True)
    if report.problems:
        terminal.OUT.print(
            f"The audit log is not as it was written, in {len(report.problems)} places. Keep a copy "
            "of state/audit as evidence, and compare with a backup.", soft_wrap=True,
        )  # fmt: skip
    elif report.entries:
        terminal.OUT.print(
            f"The audit log is whole: {report.entries:,} entries from {report.first_at} to "
            f"{report.last_at}. Its head is {report.head}", soft_wrap=True,
        )  # fmt: skip
    else:
        terminal.OUT.print("The audit log holds nothing yet.")


@audit.command()
@click.option("--since", type=Day(), help="The first day, in UTC.")
@click.option("--person", help="Only this account.")
@click.option("--action", type=click.Choice(sorted(ACTIONS | OF_ITSELF)), help="Only this.")
@site_option
def show(
    since: dt.date | None, person: str | None, action: str | None, site_path: Path | None
) -> int:
    """Show the entries of the log, oldest first; times are UTC."""
    log = AuditLog.of(Site.find(site_path))
    for entry in entries(log.folder):
        if since and entry.day < since.isoformat():
            continue
        if (person and entry.person != person) or (action and entry.action != action):
            continue
        said = ", ".join(f"{name} {value}" for name, value in entry.details.items())
        sys.stdout.write(
            f"{entry.at[:10]} {entry.at[11:19]}  {entry.person}  {entry.action}  {said}\n"
        )
    return 0


@audit.command(name="rotate-key")
@site_option
def rotate_key(site_path: Path | None) -> int:
    """Make a new key and go on under it; the old one still proves what was written before."""
    log = AuditLog.of(Site.find(site_path))
    tip = log.rotate()
    terminal.OUT.print(
        f"From entry {tip.sequence + 1} on, key {tip.key} is in force. Keep a copy of "
        f"{log.keyring.path} where nobody who may write the log can read it.",
        markup=False, soft_wrap=True,
    )  # fmt: skip
    return 0
