"""Commands that run pcplan as services of the machine, which start with it and stop when asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines import effects
from pipelines.cli import terminal
from pipelines.cli.base import AUDIENCES, site_option
from pipelines.errors import ConfigurationError
from pipelines.nightly import service_files, services
from pipelines.site.site import Site


@click.group(name="service")
def service_group() -> None:
    """Run the nights and the dashboards as services of this machine."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what both printing and installing ask for."""
    for option in (
        click.option("--kind", type=click.Choice(service_files.KINDS), help="This machine's, if not given."),
        click.option("--user", default="", help="The account that they run under."),
        click.option("--port", type=click.IntRange(1, 65535), default=8050, show_default=True,
    help="The port of the dashboards."),
        click.option("--audience", type=AUDIENCES, help="Whose dashboards, where nobody logs in."),
    ):  # fmt: skip
        command = option(command)
    return command


@service_group.command(name="print")
@_options
@site_option
def print_units(
    kind: str | None, user: str, port: int, audience: str | None, site_path: Path | None
) -> int:
    """Print the service files of a site."""
    for unit in _units(kind, user, port, audience, Site.find(site_path)):
        terminal.OUT.print(f"--- {unit.name}", markup=False)
        encoding = "utf-16" if unit.name.endswith(".xml") else "utf-8"
        terminal.OUT.print(unit.content.decode(encoding), markup=False, soft_wrap=True)
    return 0


@service_group.command()
@_options
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="In which folder.")
@site_option
def install(
    kind: str | None,
    user: str,
    port: int,
    audience: str | None,
    to: Path | None,
    site_path: Path | None,
) -> int:
    """Write the service files where the machine looks for them, and say what to run next."""
    site = Site.find(site_path)
    made = _units(kind, user, port, audience, site)
    chosen = kind or service_files.kind_here()
    folder = service_files.folder_for(chosen, site, to)
    try:
        effects.make_folder(folder)
        for unit in made:
            effects.write_bytes(folder / unit.name, unit.content)
            terminal.OUT.print(f"Wrote {folder / unit.name}", markup=False, soft_wrap=True)
    except OSError as error:
        raise ConfigurationError(
            f"{folder}: cannot be written ({error.strerror}). Run it as an administrator, or choose "
            "another folder with --to and copy the files from there."
        ) from error
    terminal.OUT.print("\nNext, as an administrator:")
    for step in service_files.next_steps(chosen, folder, site, user):
        terminal.OUT.print(f"  {step}", markup=False, soft_wrap=True)
    return 0


@service_group.command()
@site_option
def daemon(site_path: Path | None) -> int:
    """Run Dagster's daemon, which starts the nights of a site, until it is stopped."""
    return services.run_daemon(Site.find(site_path))


def _units(
    kind: str | None, user: str, port: int, audience: str | None, site: Site
) -> list[service_files.Unit]:
    service_files.checked(site, user or "none")
    if audience and site.settings.login is not None:
        raise ConfigurationError(
            f"--audience {audience}: people log in here, so each reader's role says what they may "
            "read. Leave it out."
        )
    return service_files.units(kind or service_files.kind_here(), site, user, port, audience)
