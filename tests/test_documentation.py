"""The documents say what is true: their commands, paths, feeds, queries and pictures are there."""

import re
import shlex
from dataclasses import replace
from pathlib import Path

import click
import duckdb
import pytest

from assets.published.schema import TABLES
from pipelines import assemble
from pipelines.cli.main import main
from pipelines.site.site import FOLDERS
from tools import docs

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SNAPSHOT = (ROOT / "docs" / "snapshot.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", README + SNAPSHOT, re.DOTALL)
SPOKEN_COMMANDS = re.findall(r"`(pcplan [^`]+)`", README)
PATHS = re.compile(r"`([\w./-]+/[\w./-]*)`")
# Paths in a site or an environment, and names of assets: not files of the repository.
NOT_OURS = ("landing/", "published/", "papers_out/", "scorecards_out/", "state/", "warehouse/",
            "metrics/", "papers/",
            "plan/", "site/", "core/recorded_crime", "./site", ".venv/bin")  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    """All feeds, tables and measures that ship."""
    return assemble.catalogue()


@pytest.fixture(scope="module")
def snapshot():
    """An empty snapshot: every table of the contract, no row."""
    with duckdb.connect() as connection:
        for table in TABLES:
            columns = ", ".join(f"{name} {kind}" for name, (kind, _) in table.columns.items())
            connection.execute(f"create table {table.name} ({columns})")
        yield connection


COMMANDS = {words.removeprefix("pcplan "): command for words, command in docs.commands(main)}


def name_in(text):
    """The command that a line such as `pcplan feeds describe FEED [--out FILE]` is about."""
    words = shlex.split(text.replace("[", " ").replace("]", " "))[1:]
    return " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]


@pytest.mark.parametrize("command", SPOKEN_COMMANDS)
def test_a_command_in_readme_is_one_that_pcplan_has(command):
    known = {option for param in COMMANDS[name_in(command)].params for option in param.opts}
    assert {word for word in re.findall(r"--[a-z-]+", command)} <= known


def test_the_written_documents_are_what_the_code_says_now():
    old = [path.name for path, text in docs.pages().items() if path.read_text("utf-8") != text]
    assert old == [], "Run `python -m tools.docs`: a command or a contract has changed since."


def test_every_option_of_every_command_is_in_the_list_of_commands_and_says_what_it_is_for():
    page = docs.commands_page()
    for words, command in COMMANDS.items():
        section = page[page.index(f"## `pcplan {words}") :].split("\n## ")[0]
        options = [param for param in command.params if isinstance(param, click.Option)]
        asked = [option for option in options if option.opts[0] not in docs.FOR_ALL]
        assert [o.opts[0] for o in asked if f"* `{o.opts[0]}" not in section] == [], words
        assert [o.opts[0] for o in asked if not o.help] == [], words


def test_every_command_of_pcplan_says_what_it_does():
    assert [name for name, command in COMMANDS.items() if not command.help] == []


def test_every_command_takes_a_site_but_those_that_need_none():
    without = {
        name
        for name, command in COMMANDS.items()
        if not any("--site" in param.opts for param in command.params)
    }
    # Two make the site; feeds are what this installation knows, whatever the site.
    assert without == {"init", "restore", "feeds list", "feeds describe"}


@pytest.mark.parametrize("status", [0, 1, 2, 3, 75])
def test_readme_explains_every_exit_status(status):
    sentence = README[README.index("Exit status:") :].split("\n\n")[0]
    assert re.search(rf"(?:^|[ ;]){status} ", sentence.replace("\n", " "))


def test_readme_names_every_target_of_the_makefile_and_no_other():
    targets = set(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"}
    said = set(re.findall(r"`make ([a-z]+)`", README)) | set(
        re.findall(r"^    make ([a-z]+)$", README, re.MULTILINE)
    )
    assert said == targets


def test_every_path_in_readme_exists():
    said = {path for path in PATHS.findall(README) if not path.startswith(NOT_OURS)}
    assert {path for path in said if not (ROOT / path).exists()} == set()
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 3
    assert {path for path in pictures if not (ROOT / path).is_file()} == set()


def test_every_folder_of_a_site_is_explained():
    assert {name for name in FOLDERS if f"| `{name}/" not in README} == set()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("\n")[0])
def test_every_query_in_readme_runs_on_a_snapshot(snapshot, query):
    snapshot.execute(query)


def test_every_measure_in_a_query_of_readme_is_in_the_catalogue(catalogue):
    known = {metric.metric_id for metric in catalogue.metrics}
    in_queries = set(re.findall(r"metric_id = '(\w+)'", README + SNAPSHOT))
    in_prose = set(re.findall(r"\{\{ \w+\(\"(\w+)\"\) \}\}", README))
    assert in_queries and in_prose
    assert in_queries | in_prose <= known


def test_a_changed_contract_shows_in_the_list_of_feeds(catalogue):
    feed = next(iter(catalogue.feeds.values()))
    page = docs.feeds_page([replace(feed, supplier="Another | supplier")])
    assert f"| `{feed.feed_id}` | {feed.title} (Another \\| supplier) | " in page


def test_readme_can_be_read_in_one_sitting():
    assert len(README.encode()) <= 12_000


def test_the_changelog_names_every_published_table():
    changes = SNAPSHOT[: SNAPSHOT.index("## Ad hoc SQL")]
    assert {table.name for table in TABLES if f"`{table.name}`" not in changes} == set()


def test_every_published_table_and_column_has_a_comment():
    dumb = [
        f"{table.name}.{name}"
        for table in TABLES
        for name, (_, meaning) in table.columns.items()
        if not meaning.strip().endswith(".")
    ]
    assert dumb == []
    assert [table.name for table in TABLES if not table.comment.startswith("Grain: one row")] == []


def test_every_feed_says_its_grain_supplier_arrival_and_rights(catalogue):
    asked = ("Grain", "Supplier", "Arrives", "Rights")
    silent = {
        feed_id: [word for word in asked if not re.search(rf"^{word} ", feed.doc, re.MULTILINE)]
        for feed_id, feed in catalogue.feeds.items()
    }
    assert {feed_id: missing for feed_id, missing in silent.items() if missing} == {}


def test_every_core_table_says_what_its_rows_are(catalogue):
    silent = [
        name
        for name, table in catalogue.tables.items()
        if table.layer == "core" and "grain" not in table.description.casefold()
    ]
    assert silent == []


def test_the_page_of_the_house_names_every_room_and_no_place_that_is_not_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / "pipelines").glob("*/__init__.py")}
    assert {room for room in rooms if f"pipelines/{room}" not in page} == set()
    told = set(re.findall(r"(?:pipelines|snapshot|dashboards|assets|tests)/[\w./-]*\w", page))
    assert {path for path in told if not (ROOT / path).exists()} == set()
