"""The `pcplan` command: the one door for officers. Exit 0 done, 1 look, 2 wrong use, 3 failed, 75 busy."""

import os

import click

from pipelines import (
    cli_audit,
    cli_dictionary,
    cli_feeds,
    cli_keeping,
    cli_papers,
    cli_serve,
    cli_service,
    cli_site,
    cli_snapshots,
    cli_tell,
)
from pipelines.cli_base import Group

COMMANDS = (
    cli_site.init,
    cli_site.receive,
    cli_site.nightly_command,
    cli_site.status,
    cli_site.doctor,
    cli_site.dev,
    cli_feeds.feeds,
    cli_feeds.fetch,
    cli_feeds.scorecard,
    cli_papers.paper,
    cli_papers.sign_off,
    cli_serve.serve,
    cli_service.service_group,
    cli_dictionary.dictionary,
    cli_snapshots.sql,
    cli_snapshots.export,
    cli_snapshots.snapshots_command,
    cli_snapshots.rollback,
    cli_snapshots.verify,
    cli_audit.audit,
    cli_keeping.backup,
    cli_keeping.restore,
    cli_keeping.retention,
    cli_keeping.erase,
    cli_keeping.upgrade,
    cli_tell.tell,
    cli_tell.digest,
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
