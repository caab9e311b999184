"""The key that signs cookies: made once, for its owner alone."""

import os

import pytest

from pipelines.errors import ConfigurationError
from pipelines.site.cookie_key import cookie_key


@pytest.fixture(autouse=True)
def no_key_elsewhere(monkeypatch):
    monkeypatch.delenv("PCPLAN_SECRET_KEY", raising=False)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "cookies"
    made = cookie_key(path)
    assert len(made) == 64
    assert cookie_key(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["cookies"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_two_sites_have_two_keys(tmp_path):
    assert cookie_key(tmp_path / "a") != cookie_key(tmp_path / "b")


def test_a_key_that_is_too_short_is_refused(tmp_path):
    path = tmp_path / "cookies"
    path.write_bytes(b"short")
    with pytest.raises(ConfigurationError, match=r"holds 5 characters.*a new one is made"):
        cookie_key(path)


def test_a_key_from_the_environment_is_taken_and_no_file_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("PCPLAN_SECRET_KEY", "x" * 40)
    assert cookie_key(tmp_path / "cookies") == b"x" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path):
    (tmp_path / "keys").write_text("no folder", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be read or made"):
        cookie_key(tmp_path / "keys" / "cookies")
