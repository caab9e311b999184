"""The `pcplan` command: the one door for officers. Exit 0 done, 1 look, 2 wrong use, 3 failed, 75 busy."""

import os

import click

from pipelines.cli import (
    audit,
    check,
    dictionary,
    feeds,
    keeping,
    nightly,
    notifications,
    papers,
    serve,
    service,
    site,
    snapshots,
)
from pipelines.cli.base import Group

COMMANDS = (
    site.init,
    site.receive,
    nightly.nightly_command,
    site.status,
    site.doctor,
    check.check,
    site.dev,
    feeds.feeds,
    feeds.fetch,
    feeds.scorecard,
    papers.paper,
    papers.sign_off,
    serve.serve,
    service.service_group,
    dictionary.dictionary,
    snapshots.sql,
    snapshots.export,
    snapshots.snapshots_command,
    snapshots.rollback,
    snapshots.verify,
    audit.audit,
    keeping.backup,
    keeping.restore,
    keeping.retention,
    keeping.erase,
    keeping.upgrade,
    notifications.tell,
    notifications.digest,
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pcplan")
def main() -> None:
    """Show, in public and every month, whether a Police and Crime Plan works."""


for _command in COMMANDS:
    main.add_command(_command)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
