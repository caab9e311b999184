"""Promises of the most similar groups: an empty list keeps them, a wrong one does not."""

import duckdb
import pytest

from expectations.core.most_similar_group import suite
from pipelines.build.suite import run_suite

SEVEN = [("E23000023", f"E2300000{n}", "2018") for n in range(7)]


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def broken(connection):
    """Return a function that says which promises a list of hand-made rows breaks."""

    def broken(rows):
        connection.execute(
            "create or replace temp table handmade "
            "(force_code varchar, group_force_code varchar, edition varchar)"
        )
        for row in rows:
            connection.execute("insert into handmade values (?, ?, ?)", list(row))
        connection.execute("create or replace temp view checked as from handmade")
        results = run_suite(connection, suite, "checked", "core.it")
        assert not [result.error for result in results if result.raised]
        return {(result.severity, result.expectation) for result in results if not result.passed}

    return broken


def test_the_list_as_shipped_and_a_group_of_seven_keep_every_promise(broken):
    assert broken([]) == set()
    assert broken(SEVEN) == set()


def test_a_force_in_its_own_group_is_refused(broken):
    found = broken([*SEVEN[:6], ("E23000023", "E23000023", "2018")])
    assert found == {("critical", "a force stands once in a group, and never in its own")}


def test_a_group_of_another_size_is_a_surprise(broken):
    found = broken(SEVEN[:6])
    assert found == {("warning", "a group has seven other forces, as the inspectorate's have")}
