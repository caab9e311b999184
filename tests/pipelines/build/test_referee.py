"""Great Expectations itself judges as a night does, by its public ways alone: each kind, each suite."""

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
import pytest

from expectations import expect
from pipelines import assemble
from pipelines.build.referee import Referee
from pipelines.build.suite import run_suite
from tests.pipelines.build.test_expectation import OF_THE_TABLE, PROMISES, ROWS

COLUMNS = "code varchar, low integer, high integer, day date"
KEYS_WITH_EMPTY_PARTS = "('a', null, null, null), ('a', null, null, null)"


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def referee(connection):
    return Referee(connection)


@pytest.fixture
def both(connection, referee):
    """Judge rows both ways."""

    def both(suite, rows):
        connection.execute(f"create or replace table t ({COLUMNS})")
        if rows:
            connection.execute(f"insert into t values {rows}")
        ours = run_suite(connection, suite, "t", "core.t")
        return ours, referee.run_suite(suite, "t", "core.t")

    return both


def verdicts(results):
    return [(r.expectation, r.severity, r.passed, r.unexpected_count, r.error) for r in results]


@pytest.mark.parametrize("rows", ROWS)
def test_every_kind_has_the_same_verdict_and_count_both_ways(both, rows):
    suite = expect.critical(*(promise for promise, _ in (PROMISES | OF_THE_TABLE).values()))
    ours, theirs = both(suite, ROWS[rows])
    assert verdicts(ours) == verdicts(theirs)
    assert rows in ("good", "none") or not all(one.passed for one in ours)


def test_a_repeated_key_with_an_empty_part_is_the_one_thing_judged_otherwise(both):
    suite = expect.critical(
        expect.compound_columns_to_be_unique("code", "low"),
        expect.no_repeats("a code and a low once", "code, low"),
    )
    ours, theirs = both(suite, KEYS_WITH_EMPTY_PARTS)
    assert [one.passed for one in ours] == [False, False]
    assert [one.passed for one in theirs] == [True, False], "it joins on equality, and overlooks it"


def test_one_that_cannot_be_run_is_told_both_ways_and_takes_no_other_with_it(both):
    suite = expect.critical(
        expect.column_values_to_not_be_null("no_such_column"),
        expect.no_rows("no stranger", "select * from {batch} where stranger > 1"),
        expect.column_values_to_not_be_null("code"),
    )
    for results in both(suite, ROWS["good"]):
        assert [one.raised for one in results] == [True, True, False]
        assert [one.passed for one in results] == [False, False, True]


def test_a_suite_is_read_by_great_expectations_as_it_is():
    suites = assemble.catalogue().suites
    kinds = {}
    for name, suite in suites.items():
        read = gx.ExpectationSuite(name=name, expectations=suite)
        assert [one.configuration.type for one in read.expectations] == [e["type"] for e in suite]
        kinds |= {one.configuration.type: type(one) for one in read.expectations}
    assert all(issubclass(kind, gxe.Expectation) for kind in kinds.values())


def test_it_still_knows_no_regular_expression_on_duckdb(connection, referee):
    """When this fails, the referee may hand it such an expectation as it is."""
    connection.execute("create or replace view codes as select 'a' as code")
    asset = referee._source.add_table_asset(name="codes", table_name="codes")
    batch = asset.add_batch_definition_whole_table(name="codes").get_batch()
    result = batch.validate(gxe.ExpectColumnValuesToMatchRegex(column="code", regex="a"))
    assert "Regex is not supported for dialect duckdb" in str(result.exception_info)
