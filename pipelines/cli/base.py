"""What every command shares: how errors are told, how dates and sites are given."""

import datetime as dt
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from pipelines.cli import terminal
from pipelines.errors import PcplanError
from snapshot import snapshots

AUDIENCES = click.Choice(snapshots.AUDIENCES)

audience_option = click.option(
    "--audience",
    type=AUDIENCES,
    default="board",
    show_default=True,
    help="For whom: what the others may not see is left out.",
)


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


class Month(click.ParamType):
    """A month written 2019-12."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the month, or say how to write one."""
        try:
            return f"{dt.date.fromisoformat(f'{value}-01'):%Y-%m}"
        except ValueError:
            self.fail(f"{value!r} is not a month. Write it as 2019-12.", param, ctx)


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
