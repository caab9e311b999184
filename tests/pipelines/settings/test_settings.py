"""The one dialect of settings: types as written, the nearest name, and the line it stands on."""

import datetime as dt
import os
from dataclasses import dataclass, field

import pytest

from pipelines.errors import ConfigurationError
from pipelines.settings.declared import Declared, Text, Texts, WrongError
from pipelines.settings.document import read_yaml, toml_document
from pipelines.settings.secrets import is_open_to_others, mistyped_variables, secret_in


@dataclass(frozen=True, kw_only=True)
class Talk(Declared):
    """A talk, as these tests declare it."""

    title: Text
    minutes: int = 30
    held_on: dt.date | None = None
    from_: Text = ""


@dataclass(frozen=True, kw_only=True)
class Day(Declared):
    """A day of talks."""

    room: Text
    price: float = 0
    is_open: bool = False
    topics: Texts = ()
    talks: tuple[Talk, ...] = ()
    hosts: dict[str, Texts] = field(default_factory=dict)


BEGINNING = '# The day.\n[day]\nroom = """\n[day]\nprice = """\n\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rom = 1", "x.toml, line 7: day.rom is not known here: did you mean room?"),
        ("colour = 1", "day.colour is not known here. There are room, price, is_open, topics,"),
        ('price = "3"', "line 7: day.price must be a number; found '3'."),
        ("price = true", "day.price must be a number; found True."),
        ("is_open = 1", "day.is_open must be true or false, without quotes; found 1."),
        ("topics = [\n1,\n]", "line 7: day.topics must be a list of texts; found [1]."),
        ("talks = 3", "day.talks must be a list of entries; found 3."),
        ("talks = [3]", "line 7: day.talks must be a table; found 3."),
        ("[[day.talks]]\ntitle = 'x'\n[[day.talks]]\ntitle = 'y'\nminutes = '9'",
         "line 11: minutes must be a whole number; found '9'."),
        ("[[day.talks]]\ntitle = 'x'\n[[day.talks]]\nminutes = 9", "line 9: title is missing. Add"),
        ("[day.hosts]\n'Ann, of us' = 3", "line 8: day.hosts.Ann, of us must be a list of texts"),
    ],
)  # fmt: skip
def test_a_mistake_in_toml_is_told_by_line_and_name(text, words):
    with pytest.raises(ConfigurationError) as mistake:
        toml_document("x.toml", BEGINNING + text).read(Day, "day")
    assert words in str(mistake.value)


def test_what_is_right_is_read_as_it_is_written():
    text = "price = 3\ntalks = [{title = ' A ', from = 'Ann', held_on = 2026-12-01}]"
    (talk,) = toml_document("x.toml", BEGINNING + text).read(Day, "day").talks
    assert talk == Talk(title="A", from_="Ann", held_on=dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("title: A\n  tittle: B", "line 3: tittle is not known here: did you mean title?"),
        ("title: 1_000", "line 2: title must be text; found 1000. Put it in quotes."),
        ("title: 2026-12-01", "line 2: title must be text; found 2026-12-01. Put it in quotes."),
        ("title: yes", "line 2: title must be text; found True. Put it in quotes."),
        ("title: A\n  minutes: '30'", "line 3: minutes must be a whole number; found '30'."),
        ("title: A\n  held_on: '2026-12-01'", "line 3: held_on must be a date such as 2019-12-19"),
        ("title: A\n  on: Monday", "line 2: YAML reads a name here as True. Put it in quotes."),
        ("title:\n  minutes: 3", "line 2: title is missing. Add it."),
        ("title: First", "line 2: title First stands twice. Rename one."),
    ],
)
def test_a_mistake_in_yaml_is_told_by_line_and_name(tmp_path, entry, words):
    path = tmp_path / "talks.yaml"
    path.write_text(f"- title: First\n- {entry}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as mistake:
        read_yaml(path).entries(Talk, "title")
    assert f"{path}, {words}" in str(mistake.value)


def test_a_name_with_nothing_behind_it_is_as_if_it_were_not_there(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text("- title: A\n  minutes:\n  from: null\n", encoding="utf-8")
    assert read_yaml(path).entries(Talk) == (Talk(title="A"),)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights than these.")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_secret_in_a_file_that_others_can_read_is_refused(tmp_path, mode):
    path = tmp_path / "secret"
    path.write_text("hidden\n", encoding="utf-8")
    path.chmod(0o600)
    assert secret_in(path) == "hidden"
    path.chmod(mode)
    with pytest.raises(WrongError, match=r"others can read. Run: chmod 600"):
        secret_in(path)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights than these.")
def test_a_secret_of_another_account_may_be_read_by_its_group_alone(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    path.write_text("hidden\n", encoding="utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    path.chmod(0o640)
    assert not is_open_to_others(path)
    path.chmod(0o644)
    assert is_open_to_others(path)


def test_a_variable_that_is_nearly_one_of_ours_is_named_and_others_are_left_alone():
    given = ["PCPLAN_TEAM_URL", "PCPLAN_SITE", "PCPLAN_CLIENT_SECRET", "HOME"]
    assert mistyped_variables(given) == [
        "PCPLAN_TEAM_URL is set, which nothing reads: did you mean PCPLAN_TEAMS_URL?"
    ]
