"""The command that checks the working store: every table against what it promises, again."""

import difflib
from collections.abc import Callable, Iterator

import click
import duckdb

from pipelines import assemble
from pipelines.build.suite import ExpectationResult, run_suite
from pipelines.catalogue.catalogue import Catalogue
from pipelines.cli import terminal
from pipelines.cli.base import site_option
from pipelines.errors import ConfigurationError
from pipelines.site import lock
from pipelines.site.site import Site

ENGINES = ("duckdb", "great-expectations")
_LINE = "{:<52} {:>8}  {}"
_Check = Callable[[str], list[ExpectationResult]]


@click.command()
@click.argument("table", metavar="TABLE", required=False)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Who judges: our own query, as at night, or Great Expectations itself.",
)
@site_option
def check(table: str | None, engine: str, site_path: str | None) -> int:
    """Check the rows that the last night left against what TABLE, or every table, promises.

    Nothing is changed. A promise that broke is a critical one, and a surprise a warning; the exit
    status is 1 where a promise broke, or could not be checked.
    """
    site = Site.find(site_path)
    catalogue = assemble.catalogue(site)
    names = [_named(table, catalogue)] if table else _in_order(catalogue)
    if not site.warehouse_file.exists():
        raise ConfigurationError(
            f"{site.warehouse_file}: is not there yet. Run `pcplan nightly`, which makes it."
        )
    with lock.hold(site), duckdb.connect(str(site.warehouse_file), read_only=True) as connection:
        results = list(_checked(connection, catalogue, names, engine))
    return _told(results)


def _named(table: str, catalogue: Catalogue) -> str:
    name = table.replace("/", ".")
    if name in catalogue.suites:
        return name
    if name in catalogue.tables:
        raise ConfigurationError(
            f"{name}: promises nothing beyond its feed's contract, which is enforced as files "
            "come in. `pcplan feeds describe` says what that is."
        )
    near = difflib.get_close_matches(name, catalogue.suites, n=3, cutoff=0.5)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    raise ConfigurationError(
        f"{table}: there is no such table. {hint}Name it with its layer, as in core.NAME."
    )


def _in_order(catalogue: Catalogue) -> list[str]:
    every = [*catalogue.order, *sorted(catalogue.own)]
    return [name for name in every if name in catalogue.suites]


def _checked(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, names: list[str], engine: str
) -> Iterator[ExpectationResult]:
    """Check each table, and print its line as soon as it is known."""
    run = _runner(connection, catalogue, engine)
    terminal.OUT.print(_LINE.format("table", "promises", ""))
    for name in names:
        try:
            connection.execute(f"create or replace temp view checked as from {name}")
        except duckdb.CatalogException:
            terminal.OUT.print(_LINE.format(name, "-", "is not built yet"), markup=False)
            continue
        except duckdb.IOException as error:
            raise ConfigurationError(
                f"{name}: the files that it shows are not where they were ({error}). A site that was "
                "moved finds them again in its next night: run `pcplan nightly`."
            ) from error
        results = run(name)
        held = sum(result.passed for result in results)
        terminal.OUT.print(
            _LINE.format(name, f"{held}/{len(results)}", _outcome(results)), markup=False
        )
        for result in results:
            if not result.passed:
                terminal.OUT.print(f"    {_sentence(result)}", markup=False)
        yield from results


def _runner(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, engine: str) -> _Check:
    if engine == ENGINES[0]:
        return lambda name: run_suite(connection, catalogue.suites[name], "checked", name)
    from pipelines.build.referee import Referee

    referee = Referee(connection)
    return lambda name: referee.run_suite(catalogue.suites[name], "checked", name)


def _outcome(results: list[ExpectationResult]) -> str:
    if any(result.raised for result in results):
        return "not checked whole"
    if any(result.breaks for result in results):
        return "broken"
    return "good" if all(result.passed for result in results) else "surprising"


def _sentence(result: ExpectationResult) -> str:
    """Say which promise broke, how often, and on what; or why it could not be checked."""
    if result.error:
        return f"could not be checked: {result.expectation} ({result.error})"
    kind = "broken" if result.breaks else "a surprise"
    count = "" if result.unexpected_count is None else f", {result.unexpected_count:,} found"
    sample = f" ({result.sample})" if result.sample else ""
    return f"{kind}: {result.expectation}{count}{sample}"


def _told(results: list[ExpectationResult]) -> int:
    held = sum(result.passed for result in results)
    terminal.OUT.print(f"\n{held:,} of {len(results):,} promises hold.")
    return 1 if any(result.breaks or result.raised for result in results) else 0
