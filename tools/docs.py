"""Writes the documents that code already knows: `python -m tools.docs`.

`docs/feeds.md` comes from the feeds' contracts, `docs/commands.md` from the commands themselves.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipelines import assemble  # noqa: E402  (the repository need not be installed)
from pipelines.cli.main import main as pcplan  # noqa: E402
from pipelines.contract.feed import Feed  # noqa: E402
from pipelines.contract.wording import CADENCE  # noqa: E402

FOR_ALL = {"--site", "--debug"}  # said once, above the commands
FEEDS = """# Feeds, sources and rights

Written by `python -m tools.docs` from `assets/raw/`. `pcplan feeds describe FEED` prints what a
supplier must send.

| Feed | Source | Comes | Rights |
|---|---|---|---|
"""
COMMANDS = """# The command line

Written by `python -m tools.docs` from the commands themselves; `pcplan COMMAND --help` says the same.

Every command but `init`, `restore` and `feeds` takes `--site` (or the variable `PCPLAN_SITE`); without
either the site is `./site`. Every command that works on a site takes `--debug`, which shows stack traces.
"""


def feeds_page(feeds: Iterable[Feed]) -> str:
    """Return a row for each feed: what it is, whose, how often, and on what terms."""
    rows = [
        f"| `{feed.feed_id}` | {_cell(feed.title)} ({_cell(feed.supplier)}) | {_often(feed)} "
        f"| {_cell(feed.rights)} |"
        for feed in sorted(feeds, key=lambda feed: feed.feed_id)
    ]
    return FEEDS + "\n".join(rows) + "\n"


def _often(feed: Feed) -> str:
    often, _ = CADENCE.get(feed.cadence, ("now and then", ""))
    return often


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def commands(group: click.Group, before: str = "pcplan") -> Iterator[tuple[str, click.Command]]:
    """Yield every command by its words, such as `pcplan feeds list`, in their order."""
    for name, command in group.commands.items():
        words = f"{before} {name}"
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield words, command
        if isinstance(command, click.Group):
            yield from commands(command, words)


def commands_page(group: click.Group = pcplan) -> str:
    """Return a section for each command: how it is called, what it does, and each option."""
    return COMMANDS + "".join(_section(words, command) for words, command in commands(group))


def _section(words: str, command: click.Command) -> str:
    named = [param for param in command.params if isinstance(param, click.Argument)]
    call = " ".join([words, *(param.make_metavar(click.Context(command)) for param in named)])
    help_text = inspect.cleandoc(command.help or "")
    options = [
        _option(param)
        for param in command.params
        if isinstance(param, click.Option) and param.opts[0] not in FOR_ALL
    ]
    return "\n\n".join(filter(None, [f"\n## `{call}`", help_text, "\n".join(options)])) + "\n"


def _option(option: click.Option) -> str:
    """Return one option as a line: its choices or value, what it is for, and its default."""
    value = "" if option.is_flag else option.make_metavar(click.Context(pcplan))
    value = value.removesuffix(" RANGE")
    usual = f" Usually {option.default}." if option.show_default else ""
    needed = " Needed." if option.required else ""
    return f"* `{' '.join(filter(None, [option.opts[0], value]))}`: {option.help}{needed}{usual}"


def pages() -> dict[Path, str]:
    """Return each written document and its text."""
    docs = ROOT / "docs"
    return {docs / "feeds.md": feeds_page(assemble.feeds()), docs / "commands.md": commands_page()}


def write() -> None:
    """Write each document again."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)} is written.\n")


if __name__ == "__main__":
    write()
