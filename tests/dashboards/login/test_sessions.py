"""Sessions as they are kept: by hash, until they run out, and no longer."""

import datetime as dt
import sqlite3

import pytest

from dashboards.login.people import Person
from dashboards.login.sessions import EndedError, Sessions

ANN = Person("Ann Analyst", "ann@opcc.example", frozenset({"analyst", "editor"}), "sub-ann")


@pytest.fixture
def sessions(tmp_path, clock):
    made = Sessions(
        f"sqlite:///{(tmp_path / 'sessions.sqlite').as_posix()}",
        dt.timedelta(minutes=30), dt.timedelta(hours=12), clock,
    )  # fmt: skip
    yield made
    made.close()


def rows(tmp_path):
    with sqlite3.connect(tmp_path / "sessions.sqlite") as connection:
        return connection.execute("select * from login_session").fetchall()


def test_a_session_gives_its_person_back_whole(sessions):
    assert sessions.find(sessions.begin(ANN, "token")).person == ANN


def test_who_reads_the_store_cannot_make_a_cookie_from_it(sessions, tmp_path):
    key = sessions.begin(ANN)
    assert key not in str(rows(tmp_path))
    with pytest.raises(EndedError):
        sessions.find(rows(tmp_path)[0][0])


def test_a_session_that_ended_is_gone_from_the_store(sessions, tmp_path):
    key = sessions.begin(ANN)
    sessions.end(key)
    with pytest.raises(EndedError, match="It was ended"):
        sessions.find(key)
    assert rows(tmp_path) == []


def test_a_session_that_ran_out_is_gone_from_the_store(sessions, tmp_path, clock):
    key = sessions.begin(ANN)
    clock.pass_minutes(30)
    with pytest.raises(EndedError, match="No page was asked for in 30 minutes"):
        sessions.find(key)
    assert rows(tmp_path) == []


def test_a_login_sweeps_away_sessions_that_nobody_came_back_to(sessions, tmp_path, clock):
    for _ in range(3):
        sessions.begin(ANN)
    clock.pass_minutes(31)
    sessions.begin(ANN)
    assert len(rows(tmp_path)) == 1


def test_sessions_outlive_a_restart(sessions, tmp_path, clock):
    key = sessions.begin(ANN)
    again = Sessions(
        f"sqlite:///{(tmp_path / 'sessions.sqlite').as_posix()}",
        dt.timedelta(minutes=30), dt.timedelta(hours=12), clock,
    )  # fmt: skip
    assert again.find(key).person == ANN
    again.close()


def test_most_pages_write_nothing_to_the_store(sessions, tmp_path, clock):
    key = sessions.begin(ANN)
    before = rows(tmp_path)
    clock.pass_minutes(1)
    sessions.find(key)
    assert rows(tmp_path) == before
    clock.pass_minutes(1)
    sessions.find(key)
    assert rows(tmp_path) != before


def test_a_session_ended_in_another_process_is_over_within_seconds(sessions, tmp_path, clock):
    key = sessions.begin(ANN)
    assert sessions.find(key).person == ANN
    elsewhere = Sessions(
        f"sqlite:///{(tmp_path / 'sessions.sqlite').as_posix()}",
        dt.timedelta(minutes=30), dt.timedelta(hours=12), clock,
    )  # fmt: skip
    elsewhere.end(key)
    elsewhere.close()
    clock.pass_minutes(0.1)
    with pytest.raises(EndedError, match="It was ended"):
        sessions.find(key)
