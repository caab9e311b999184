"""The table [login] of site.toml: what is wrong in it is said before anything is served."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from dashboards.login.settings import read_login
from pipelines.errors import ConfigurationError
from pipelines.settings.document import Document, toml_document

ENVIRON = {"THE_SECRET": "s3cret"}
TABLE = {
    "issuer": "https://login.microsoftonline.com/0aa1/v2.0",
    "client_id": "11bb",
    "client_secret_env": "THE_SECRET",
    "base_url": "https://plan.example.gov.uk",
    "roles": {"viewer": ["AAA", "bbb"], "editor": "bbb"},
}


def read(**changes):
    table = {name: value for name, value in (TABLE | changes).items() if value is not None}
    return read_from(table, Path("site"), ENVIRON)


def read_from(table, site, environ):
    return read_login(Document(str(site / "site.toml"), {"login": table}), site, environ)


def test_what_is_not_said_has_a_careful_default():
    login = read()
    assert (login.idle, login.absolute) == (timedelta(minutes=30), timedelta(hours=12))
    assert (login.public_without_login, login.claim, login.proxy) == (False, "groups", "")
    assert login.is_secure
    assert login.hosts == ["127.0.0.1", "localhost", "::1", "[::1]", "plan.example.gov.uk"]


def test_a_group_may_have_several_roles_and_its_letters_no_case():
    login = read()
    assert login.roles_of(["bbb", "zzz"]) == {"viewer", "editor"}
    assert login.roles_of("aaa") == {"viewer"}
    assert login.roles_of([]) == login.roles_of(None) == login.roles_of({"a": 1}) == frozenset()


def test_the_secret_is_not_shown_where_the_settings_are():
    assert "s3cret" not in repr(read())


WRONG = {
    "issuer is missing": {"issuer": None},
    "issuer is 'http://login.example'": {"issuer": "http://login.example"},
    "people of any organisation": {"issuer": "https://login.microsoftonline.com/common/v2.0"},
    "client_id is missing": {"client_id": None},
    "client_id must be text": {"client_id": 7},
    "base_url is missing": {"base_url": None},
    "base_url is 'plan.example'": {"base_url": "plan.example"},
    "Write it without a path": {"base_url": "https://plan.example/pages"},
    "Leave out what follows": {"base_url": "https://plan.example?x=1"},
    "may not stand in site.toml": {"client_secret": "s3cret"},
    "one of them, not both": {"client_secret_file": "secret"},
    "must say where the client secret is": {"client_secret_env": None},
    "names NOT_SET, which is not set": {"client_secret_env": "NOT_SET"},
    "which cannot be read": {"client_secret_env": None, "client_secret_file": "nowhere"},
    "roles is missing": {"roles": None},
    "roles.king is no role. Choose from viewer, analyst": {"roles": {"king": ["a"]}},
    "roles.viewer must be a list": {"roles": {"viewer": [1]}},
    "claim is 'wids'. Use one of groups, roles": {"claim": "wids"},
    "idle_minutes must be a number above 0": {"idle_minutes": 0},
    "absolute_hours must be a number above 0, at most 168": {"absolute_hours": 200},
    "public_without_login must be true or false": {"public_without_login": "yes"},
    "allowed_hosts must be a list of texts": {"allowed_hosts": "inside.example"},
    "idle_minute is not known here: did you mean idle_minutes?": {"idle_minute": 5},
}


@pytest.mark.parametrize(("said", "changes"), WRONG.items(), ids=WRONG.keys())
def test_a_wrong_setting_is_named_with_its_file_and_what_to_write(said, changes):
    with pytest.raises(ConfigurationError) as caught:
        read(**changes)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(Path("site") / "site.toml"))


def test_the_secret_may_lie_in_a_file_that_its_owner_alone_can_read(tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file\n", encoding="utf-8")
    file.chmod(0o600)
    table = TABLE | {"client_secret_file": "secret"}
    del table["client_secret_env"]
    assert read_from(table, tmp_path, {}).client_secret == "from the file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="which is empty"):
        read_from(table, tmp_path, {})


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights than these.")
def test_a_secret_that_everyone_can_read_is_refused(tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file", encoding="utf-8")
    file.chmod(0o644)
    table = TABLE | {"client_secret_env": "", "client_secret_file": "secret"}
    with pytest.raises(ConfigurationError, match="chmod 600"):
        read_from(table, tmp_path, {})


def test_the_example_in_the_documentation_is_one_that_works():
    text = (Path(__file__).parents[3] / "docs" / "login.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    document = toml_document("site.toml", example)
    login = read_login(document, Path("site"), {"PCPLAN_CLIENT_SECRET": "s3cret"})
    assert set.union(*map(set, login.roles.values())) == {
        "viewer", "analyst", "editor", "assurer", "administrator",
    }  # fmt: skip
