"""The command that writes the data dictionary of the published snapshot."""

from pathlib import Path

import click

from pipelines.cli import terminal
from pipelines.cli.base import audience_option, site_option
from pipelines.errors import ConfigurationError
from pipelines.site.site import Site


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dictionary"),
    show_default=True,
    help="The folder to write into.",
)
@audience_option
@site_option
def dictionary(out: Path, audience: str, site_path: Path | None) -> int:
    """Write what every measure and published table means, as Markdown and HTML."""
    from dashboards.dictionary import write_dictionary
    from snapshot.published import Published

    published = Published(Site.find(site_path).published, audience)
    try:
        written = write_dictionary(published, out)
    except OSError as error:
        raise ConfigurationError(
            f"{out}: cannot be written: {error.strerror}. Name another folder with --out."
        ) from error
    finally:
        published.close()
    for path in written:
        terminal.OUT.print(str(path), markup=False, soft_wrap=True)
    return 0
